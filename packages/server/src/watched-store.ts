import { AppError } from './core/app-error.ts';
import type { Store } from './storage/open-store.ts';

/** The same store, telling after each transaction whether the disk took it: null, or a sentence of what is wrong. */
export function watchedStore(store: Store, onDisk: (problem: string | null) => void): Store {
  return {
    ...store,
    async transaction(work) {
      try {
        const result = await store.transaction(work);
        onDisk(null);
        return result;
      } catch (error) {
        // A verb may itself answer `unavailable`; only what SQLite said has its error code as cause.
        if (error instanceof AppError && error.code === 'unavailable' && isDiskFault(error.cause))
          onDisk(error.message);
        throw error;
      }
    },
  };
}

function isDiskFault(cause: unknown): boolean {
  return cause !== null && typeof cause === 'object' && 'errcode' in cause;
}
