import { AppError } from '../core/app-error.ts';
import { listConnectionRows } from '../storage/connection-repository.ts';
import type { DatabaseTransaction } from '../storage/open-store.ts';
import type { OperationContext } from './context.ts';

const folded = (name: string) => name.normalize('NFKC').toLowerCase();

/** Throws `conflict` when another connection has this name, ignoring case. Within a transaction nobody can come between. */
export async function requireFreeName(tx: DatabaseTransaction, name: string, ownId: number | null): Promise<void> {
  const rows = await listConnectionRows(tx);
  if (rows.some((row) => row.id !== ownId && folded(row.name) === folded(name))) {
    throw new AppError('conflict', `There is a connection named "${name}" already. Choose another name.`, {
      details: [{ path: 'name', message: 'This name is taken.' }],
    });
  }
}

/** Throws `unavailable` with the reason in locked mode. */
export function requireUnlocked({ secrets }: Pick<OperationContext, 'secrets'>): void {
  if (!secrets.isUnlocked) throw new AppError('unavailable', secrets.lockedReason ?? 'The secrets are locked.');
}
