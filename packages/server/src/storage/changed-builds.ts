import type { CountedBuild } from './note-uncounted.ts';
import type { NewBuildRow } from './tables.ts';

/** What figures and their filters are made of, as it stood before a step. */
export interface KnownBuild extends CountedBuild {
  readonly branch_id: number | null;
  readonly agent_id: number | null;
  readonly commit_sha: string | null;
}

function isSame(row: NewBuildRow, before: KnownBuild): boolean {
  return (
    row.is_building === before.is_building &&
    row.started_at_ms === before.started_at_ms &&
    row.result === before.result &&
    row.duration_ms === before.duration_ms &&
    // What a later answer lacks is kept.
    (row.queue_ms ?? before.queue_ms) === before.queue_ms &&
    (row.agent_id ?? before.agent_id) === before.agent_id &&
    row.branch_id === before.branch_id &&
    row.commit_sha === before.commit_sha &&
    row.tests_total === before.tests_total &&
    row.tests_failed === before.tests_failed &&
    row.tests_skipped === before.tests_skipped
  );
}

/** When the finished builds of a step started that are not what they were before it; where one has moved, both instants. */
export function changedTimes(rows: readonly NewBuildRow[], before: ReadonlyMap<number, KnownBuild>): number[] {
  const times: number[] = [];
  for (const row of rows) {
    const known = before.get(row.id);
    if (known !== undefined && isSame(row, known)) continue;
    if (row.is_building === 0) times.push(row.started_at_ms);
    if (known?.is_building === 0) times.push(known.started_at_ms);
  }
  return times;
}
