import { buildKey } from '../../core/entity-id.ts';
import type { Window } from '../../core/window.ts';
import type { Store } from '../../storage/open-store.ts';
import type { BuildFilter } from '../build-filter.ts';
import { rowFilter } from '../row-filter.ts';

/** One red build that has a fingerprint; the same object again and again. */
export interface FailureRow {
  fingerprintId: number;
  buildId: number;
  number: number;
  jobId: number;
  connectionId: number;
  /** 0 = unknown. */
  agentId: number;
  /** Index into `failureCategories`; −1 = not classified yet. */
  category: number;
  atMs: number;
  durationMs: number;
}

export type FailureFilter = Omit<BuildFilter, 'number' | 'agent' | 'fingerprint'>;

/** Calls for every red build of a window that has a fingerprint, in the order in which they started. */
export async function eachFailure(
  store: Store,
  filter: FailureFilter,
  window: Window,
  take: (row: Readonly<FailureRow>) => void,
): Promise<void> {
  const its = await rowFilter(store.db, filter);
  const found: FailureRow = {
    ...{ fingerprintId: 0, buildId: 0, number: 0, jobId: 0, connectionId: 0, agentId: 0 },
    ...{ category: -1, atMs: 0, durationMs: 0 },
  };
  for await (const part of store.columns.builds(window)) {
    const { baseMs, columns } = part;
    const count = its.select(part);
    const { rows } = its;
    for (let at = 0; at < count; at += 1) {
      const row = rows[at] as number;
      found.fingerprintId = columns.fingerprint[row] as number;
      if (found.fingerprintId === 0) continue;
      found.jobId = columns.job[row] as number;
      found.number = columns.number[row] as number;
      found.buildId = buildKey(found.jobId, found.number);
      found.connectionId = columns.connection[row] as number;
      found.agentId = columns.agent[row] as number;
      found.category = (columns.category[row] as number) - 1;
      found.atMs = baseMs + (columns.start[row] as number);
      found.durationMs = Math.max(0, (columns.duration[row] as number) - 1);
      take(found);
    }
  }
}
