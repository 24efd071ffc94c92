import { AppError } from '../core/app-error.ts';
import type { Principal } from '../core/principal.ts';
import type { DatabaseTransaction } from '../storage/open-store.ts';
import { findUserById } from '../storage/user-repository.ts';

/**
 * A request can be under way while its sender loses the role: what lets others in is made only by somebody who is an
 * administrator in the same transaction. Throws `forbidden`.
 */
export async function stillAdministrator(tx: DatabaseTransaction, principal: Principal): Promise<void> {
  if (principal.kind === 'local') return;
  const user = principal.kind === 'anonymous' ? null : await findUserById(tx, principal.userId);
  if (user?.role === 'admin' && user.disabled_at_ms === null) return;
  throw new AppError('forbidden', 'This needs the role admin.');
}
