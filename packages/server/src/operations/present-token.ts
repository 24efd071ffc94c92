import type { Scope, tokenSchema } from '@buildbutler/contract';
import type { z } from 'zod';
import type { ApiTokenRow } from '../storage/token-repository.ts';

/** An API token as lists show it; the token itself is known to its owner only. */
export type PresentedToken = z.output<typeof tokenSchema>;

export function presentToken(row: ApiTokenRow & { readonly username: string }): PresentedToken {
  return {
    id: row.id,
    name: row.name,
    username: row.username,
    scopes: JSON.parse(row.scopes) as Scope[],
    expiresAt: new Date(row.expires_at_ms).toISOString(),
    createdAt: new Date(row.created_at_ms).toISOString(),
    lastUsedAt: row.last_used_at_ms === null ? null : new Date(row.last_used_at_ms).toISOString(),
  };
}
