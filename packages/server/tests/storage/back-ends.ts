import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openStore, type Store, type StorePlace } from '../../src/storage/open-store.ts';
import { createDatabase } from '../postgres/create-database.ts';

export interface OpenedStore {
  readonly store: Store;
  readonly place: StorePlace;
  /** A second handle on the same data, as the collector's thread has one. */
  openAgain(): Store;
  close(): Promise<void>;
}

export interface BackEnd {
  readonly name: string;
  open(): Promise<OpenedStore>;
}

/** A place for a store, with nothing in it yet. */
export interface EmptyPlace {
  readonly place: StorePlace;
  remove(): Promise<void>;
}

async function openIn({ place, remove }: EmptyPlace): Promise<OpenedStore> {
  const store = openStore({ ...place, role: 'collector' });
  const others: Store[] = [];
  return {
    store,
    place,
    openAgain() {
      const other = openStore({ ...place, role: 'api' });
      others.push(other);
      return other;
    },
    async close() {
      for (const handle of [store, ...others]) await handle.close();
      await remove();
    },
  };
}

async function makeFolder(): Promise<EmptyPlace> {
  const folder = await mkdtemp(join(tmpdir(), 'buildbutler-store-'));
  return {
    place: { path: join(folder, 'buildbutler.db') },
    remove: () => rm(folder, { recursive: true, force: true }),
  };
}

async function makeDatabase(): Promise<EmptyPlace> {
  const { drop, url } = await createDatabase();
  return { place: { databaseUrl: url }, remove: drop };
}

export const sqlite: BackEnd = { name: 'SQLite', open: async () => openIn(await makeFolder()) };
export const postgres: BackEnd = { name: 'PostgreSQL', open: async () => openIn(await makeDatabase()) };

/** Every suite of the store runs over each of them. */
export const backEnds: readonly BackEnd[] = [sqlite, postgres];
