import type { Role, User } from '@buildbutler/contract';
import type { UserRow } from '../storage/user-repository.ts';

/** A user as administrators see one. */
export function presentUser(row: UserRow): User {
  const { created_at_ms, disabled_at_ms, last_sign_in_at_ms, role, username } = row;
  return {
    username,
    role: role as Role,
    isDisabled: disabled_at_ms !== null,
    createdAt: new Date(created_at_ms).toISOString(),
    lastSignInAt: last_sign_in_at_ms === null ? null : new Date(last_sign_in_at_ms).toISOString(),
  };
}
