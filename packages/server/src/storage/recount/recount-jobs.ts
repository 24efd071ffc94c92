import { buildKey } from '../../core/entity-id.ts';
import { countOf, type Ledger, type NumberRanges, subtract, toRanges } from '../../core/ledger.ts';
import { type JobSummary, summaryColumns } from '../job-summary.ts';
import type { DatabaseTransaction } from '../store.ts';
import { type Difference, differencesBetween } from './difference.ts';
import type { Moment } from './snapshot.ts';

const buildsPerPage = 10_000;
const success = 0;
const failure = 2;

interface CountedBuild {
  readonly id: number;
  readonly job_id: number;
  readonly number: number;
  readonly result: number | null;
  readonly is_building: number;
  readonly started_at_ms: number;
}

/** Everything that a job's row and ledger say of its builds, counted from them in ascending order. */
class JobCount {
  readonly summary: { -readonly [Name in keyof JobSummary]: JobSummary[Name] } = {
    last_number: null,
    last_started_at_ms: null,
    last_result: null,
    is_building: 0,
    red_since_ms: null,
    red_since_number: null,
  };
  readonly finished: number[] = [];
  /** Builds that went away while they ran: nobody knows how they ended. */
  readonly unended: number[] = [];

  add({ is_building, number, result, started_at_ms }: CountedBuild): void {
    const { summary } = this;
    summary.last_number = number;
    summary.last_started_at_ms = started_at_ms;
    if (is_building === 1) {
      summary.is_building = 1;
      return;
    }
    summary.last_result = result;
    (result === null ? this.unended : this.finished).push(number);
    if (result === null || result > failure) return;
    if (result === success) {
      summary.red_since_ms = null;
      summary.red_since_number = null;
    } else if (summary.red_since_number === null) {
      summary.red_since_ms = started_at_ms;
      summary.red_since_number = number;
    }
  }
}

const writeRanges = (ranges: NumberRanges) =>
  ranges.map(([from, to]) => (from === to ? from : `${from}-${to}`)).join(',');

async function countJobs(tx: DatabaseTransaction, firstId: number, lastId: number): Promise<Map<number, JobCount>> {
  const counts = new Map<number, JobCount>();
  const until = buildKey(lastId + 1, 0);
  for (let from = buildKey(firstId, 0); ; ) {
    const rows: readonly CountedBuild[] = await tx
      .selectFrom('build')
      .select(['id', 'job_id', 'number', 'result', 'is_building', 'started_at_ms'])
      .where('id', '>', from)
      .where('id', '<', until)
      .orderBy('id')
      .limit(buildsPerPage)
      .execute();
    for (const row of rows) {
      const count = counts.get(row.job_id) ?? new JobCount();
      counts.set(row.job_id, count);
      count.add(row);
    }
    const last = rows.at(-1);
    if (last === undefined || rows.length < buildsPerPage) return counts;
    from = last.id;
  }
}

export interface JobsCount {
  readonly jobs: number;
  /** Where the next call goes on; null = all jobs were seen. */
  readonly afterId: number | null;
  readonly differences: readonly Difference[];
}

/** Compares summaries and ledgers of at most `most` jobs, those after a key, with the builds that are stored. */
export async function recountJobs({ leaving, tx }: Moment, afterId: number, most: number): Promise<JobsCount> {
  const rows = await tx
    .selectFrom('job')
    .select([
      'id',
      'connection_id',
      'full_name',
      'ledger',
      'collected_count',
      'open_count',
      'lost_count',
      ...summaryColumns,
    ])
    .where('id', '>', afterId)
    .orderBy('id')
    .limit(most)
    .execute();
  const [first, last] = [rows.at(0), rows.at(-1)];
  if (first === undefined || last === undefined) return { jobs: 0, afterId: null, differences: [] };
  const counts = await countJobs(tx, first.id, last.id);
  const differences = rows
    .filter((row) => !leaving.has(row.connection_id))
    .flatMap((row) => {
      const { finished, summary, unended } = counts.get(row.id) ?? new JobCount();
      const { collected, lost, open } = JSON.parse(row.ledger) as Ledger;
      const stored = toRanges(finished);
      const counted = {
        ...summary,
        // A number in the ledger without its build, or a build without its number in the ledger.
        collected: writeRanges(toRanges([...stored, ...subtract(collected, subtract(collected, toRanges(unended)))])),
        collected_count: countOf(collected),
        open_count: countOf(open),
        lost_count: countOf(lost),
      };
      const at = { table: 'job', connectionId: row.connection_id, subject: row.full_name } as const;
      return differencesBetween(at, { stored: { ...row, collected: writeRanges(collected) }, counted });
    });
  return { jobs: rows.length, afterId: rows.length < most ? null : last.id, differences };
}
