import { AppError } from '../core/app-error.ts';
import type { DatabaseTransaction, Store } from '../storage/open-store.ts';

/** Notes a last use. A full disk must not keep people out who only want to read, so it may fail. */
export async function touch(store: Store, write: (tx: DatabaseTransaction) => Promise<void>): Promise<void> {
  try {
    await store.transaction(write);
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== 'unavailable') throw error;
  }
}
