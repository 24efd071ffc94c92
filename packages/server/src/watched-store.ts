import type { Store } from './storage/open-store.ts';
import { StoreProblem } from './storage/storage-problem.ts';

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
        // A verb may itself answer `unavailable`.
        if (error instanceof StoreProblem) onDisk(error.message);
        throw error;
      }
    },
  };
}
