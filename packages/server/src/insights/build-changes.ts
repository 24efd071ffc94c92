import type { BuildChanges } from '@buildbutler/contract';
import { readChanges } from '../storage/deep/read-changes.ts';
import type { Store } from '../storage/open-store.ts';
import { isoOrNull } from './build-view.ts';
import { deepStanding } from './deep-standing.ts';

/** The commits that a build contains for the first time, or why they are not known. Throws `not_found`. */
export async function buildChanges(store: Store, id: string): Promise<BuildChanges> {
  const { key, standing } = await deepStanding(store, id, 'changes');
  const stored = await readChanges(store.db, key);
  const data = (stored?.changes ?? []).map(({ committedAtMs, ...change }) => ({
    ...change,
    committedAt: isoOrNull(committedAtMs),
  }));
  return { data, meta: { ...standing, hasMore: stored?.hasMore ?? false } };
}
