import type { Window } from '../../core/window.ts';
import type { Database, Store } from '../../storage/open-store.ts';
import { eachFailure, type FailureFilter } from './failure-rows.ts';

/** What a window holds of one fingerprint. */
export class FingerprintTally {
  readonly id: number;
  count = 0;
  durationMs = 0;
  readonly jobs = new Set<number>();
  lastMs = 0;
  lastBuildId = 0;
  lastNumber = 0;
  lastJobId = 0;
  lastCategory = -1;
  /** Builds per day. */
  readonly days: Uint32Array;

  constructor(id: number, days: number) {
    this.id = id;
    this.days = new Uint32Array(days);
  }
}

/** All fingerprints of a window, by number. Days follow each other; what lies before the first is counted, but in no day. */
export async function tallyFingerprints(
  store: Store,
  asked: { readonly filter: FailureFilter; readonly window: Window; readonly wanted: ReadonlySet<number> | null },
  days: readonly Window[],
): Promise<Map<number, FingerprintTally>> {
  const { filter, wanted, window } = asked;
  const tallies = new Map<number, FingerprintTally>();
  let day = 0;
  await eachFailure(store, filter, window, (row) => {
    if (wanted !== null && !wanted.has(row.fingerprintId)) return;
    let tally = tallies.get(row.fingerprintId);
    if (tally === undefined) {
      tally = new FingerprintTally(row.fingerprintId, days.length);
      tallies.set(row.fingerprintId, tally);
    }
    tally.count += 1;
    tally.durationMs += row.durationMs;
    tally.jobs.add(row.jobId);
    tally.lastMs = row.atMs;
    tally.lastBuildId = row.buildId;
    tally.lastNumber = row.number;
    tally.lastJobId = row.jobId;
    tally.lastCategory = row.category;
    while (day < days.length && row.atMs >= (days[day]?.untilMs ?? 0)) day += 1;
    if (day < days.length && row.atMs >= (days[day]?.sinceMs ?? 0)) tally.days[day] = (tally.days[day] ?? 0) + 1;
  });
  return tallies;
}

/** When fingerprints were seen for the first time ever. */
export async function firstSeen(db: Database, ids: readonly number[]): Promise<ReadonlyMap<number, number>> {
  const found = new Map<number, number>();
  for (let at = 0; at < ids.length; at += 500) {
    const rows = await db
      .selectFrom('failure_fingerprint')
      .select((e) => [
        'failure_fingerprint.id',
        e
          .selectFrom('build_failure')
          .select((b) => b.fn.min('build_failure.started_at_ms').as('first'))
          .whereRef('build_failure.fingerprint_id', '=', 'failure_fingerprint.id')
          .as('first'),
      ])
      .where('failure_fingerprint.id', 'in', ids.slice(at, at + 500))
      .execute();
    for (const { id, first } of rows) if (first !== null) found.set(id, first);
  }
  return found;
}
