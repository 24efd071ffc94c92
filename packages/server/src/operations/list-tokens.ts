import { routes } from '@buildbutler/contract';
import { listTokenRows } from '../storage/token-repository.ts';
import { authorise } from './authorise.ts';
import type { OperationContext } from './context.ts';
import { type PresentedToken, presentToken } from './present-token.ts';

/** API tokens that were not revoked: one's own; for administrators, everybody's. */
export async function listTokens(ctx: OperationContext): Promise<{ data: PresentedToken[] }> {
  const { principal } = ctx;
  authorise(principal, routes.listTokens.access);
  const seesAll = principal.kind === 'local' || (principal.kind !== 'anonymous' && principal.role === 'admin');
  const rows = await listTokenRows(
    ctx.store.db,
    seesAll ? null : principal.kind === 'anonymous' ? 0 : principal.userId,
  );
  return { data: rows.map(presentToken) };
}
