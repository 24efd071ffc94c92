import { deleteConnectionHistory, dropOpenBuilds } from '../storage/connection-removal.ts';
import type { DatabaseTransaction, Store } from '../storage/open-store.ts';
import { findSetting, listSettings, removeSetting, writeSetting } from '../storage/setting-repository.ts';

const prefix = 'removal:';
const history = 'history';

export interface Removal {
  readonly id: number;
  readonly deletesHistory: boolean;
}

/** Notes that a removed connection still has to be cleared away, so that a crash in between forgets nothing. */
export async function noteRemoval(tx: DatabaseTransaction, { id, deletesHistory }: Removal): Promise<void> {
  await writeSetting(tx, `${prefix}${id}`, deletesHistory ? history : 'open-builds');
}

/** A connection that is taken up again keeps what it has. */
export async function forgetRemoval(tx: DatabaseTransaction, id: number): Promise<void> {
  await removeSetting(tx, `${prefix}${id}`);
}

/** True while everything of a removed connection is going to be deleted: there is no history left to take up. */
export async function isHistoryGoing(tx: DatabaseTransaction, id: number): Promise<boolean> {
  return (await findSetting(tx, `${prefix}${id}`)) === history;
}

async function finish(store: Store, key: string, value: string): Promise<void> {
  const id = Number(key.slice(prefix.length));
  if (value === history) await deleteConnectionHistory(store, id);
  await store.transaction(async (tx) => {
    // Somebody may have added the connection again in the meantime.
    const isStillRemoved = (await findSetting(tx, key)) !== null;
    if (isStillRemoved && value !== history) await dropOpenBuilds(tx, id);
    await forgetRemoval(tx, id);
  });
}

/**
 * Clears away what removed connections left behind. Called after a removal and once at every start, where it may run
 * beside everything else: it goes on where a crash has broken it off.
 */
export async function finishRemovals({ store }: { readonly store: Store }): Promise<void> {
  for (const { key, value } of await listSettings(store.db, prefix)) await finish(store, key, value);
}
