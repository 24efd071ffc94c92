import type { Standing } from '@buildbutler/contract';
import { AppError } from '../core/app-error.ts';
import type { DeepKind } from '../core/deep-data.ts';
import { keyOf } from '../core/entity-id.ts';
import { type DeepPlace, readDeepStates } from '../storage/deep/read-deep-states.ts';
import type { Store } from '../storage/open-store.ts';
import { isoOrNull } from './build-view.ts';

const states: Readonly<Record<DeepPlace, Standing['state']>> = {
  stored: 'stored',
  absent: 'none',
  unasked: 'unasked',
  waiting: 'waiting',
  parked: 'parked',
  gone: 'gone',
};

/** A build's key, and where one kind of its deep data is. Throws `not_found`. */
export async function deepStanding(
  store: Store,
  id: string,
  kind: DeepKind,
): Promise<{ readonly key: number; readonly standing: Standing }> {
  const key = keyOf(id);
  const places = key === null ? null : await readDeepStates(store.db, key);
  if (key === null || places === null) throw new AppError('not_found', `There is no build ${id}.`);
  const { place, reason, retryAtMs } = places[kind];
  const build = await store.db.selectFrom('build').select('is_building').where('id', '=', key).executeTakeFirst();
  const isRunning = build?.is_building === 1 && place !== 'stored';
  return { key, standing: { state: isRunning ? 'running' : states[place], reason, retryAt: isoOrNull(retryAtMs) } };
}
