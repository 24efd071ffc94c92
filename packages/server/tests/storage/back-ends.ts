import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openStore, type Store } from '../../src/storage/open-store.ts';

export interface OpenedStore {
  readonly store: Store;
  /** A second handle on the same data, as the collector's thread has one. */
  openAgain(): Store;
  close(): Promise<void>;
}

export interface BackEnd {
  readonly name: string;
  open(): Promise<OpenedStore>;
}

const sqlite: BackEnd = {
  name: 'SQLite',
  async open() {
    const folder = await mkdtemp(join(tmpdir(), 'buildbutler-store-'));
    const path = join(folder, 'buildbutler.db');
    const store = openStore({ path, role: 'collector' });
    const others: Store[] = [];
    return {
      store,
      openAgain() {
        const other = openStore({ path, role: 'api' });
        others.push(other);
        return other;
      },
      async close() {
        for (const handle of [store, ...others]) await handle.close();
        await rm(folder, { recursive: true, force: true });
      },
    };
  },
};

/** Every suite of the store runs over each of them. */
export const backEnds: readonly BackEnd[] = [sqlite];
