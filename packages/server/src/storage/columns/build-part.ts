import { buildKey } from '../../core/entity-id.ts';
import { bucketOf } from '../../core/sketch.ts';
import type { Window } from '../../core/window.ts';
import type { Database } from '../database.ts';
import { type Column, firstAtLeast, packColumn } from './column.ts';
import type { Part, PartKind } from './day-cache.ts';

/** Finished builds, a column for everything that figures and filters are made of. "+ 1": 0 stands for null. */
export interface BuildColumns {
  /** Milliseconds from the base of the part. */
  readonly start: Column;
  readonly job: Column;
  readonly number: Column;
  readonly connection: Column;
  /** Index into `buildResults`, + 8 for a configuration of a matrix. */
  readonly result: Column;
  /** + 1. */
  readonly duration: Column;
  readonly durationBucket: Column;
  /** + 1. */
  readonly queue: Column;
  readonly queueBucket: Column;
  /** 0 = none. */
  readonly branch: Column;
  readonly agent: Column;
  /** + 1. */
  readonly testsTotal: Column;
  readonly testsFailed: Column;
  readonly testsSkipped: Column;
  /** Index into `failureCategories`, + 1. */
  readonly category: Column;
  /** Number of the fingerprint; 0 = none. */
  readonly fingerprint: Column;
  /** 52 bits of the commit; 0 = unknown. */
  readonly commit: Column;
}

export type BuildPart = Part<BuildColumns>;

export const matrixFlag = 8;

/** Seven of its hexadecimal digits from the beginning and six from the end, or as many bits of a hash: commits of one job do not meet in them. */
export function commitNumber(commit: string | null): number {
  if (commit === null || commit === '') return 0;
  if (/^[0-9a-f]{13,64}$/i.test(commit)) {
    return Number.parseInt(commit.slice(0, 7), 16) * 2 ** 24 + Number.parseInt(commit.slice(-6), 16) + 1;
  }
  let low = 2_166_136_261;
  let high = 5_381;
  for (let at = 0; at < commit.length; at += 1) {
    low = Math.imul(low ^ commit.charCodeAt(at), 16_777_619) >>> 0;
    high = (Math.imul(high, 33) + commit.charCodeAt(at)) >>> 0;
  }
  return (high % 2 ** 20) * 2 ** 32 + low + 1;
}

function whole(value: number | null): number {
  return value === null ? 0 : Math.max(0, value) + 1;
}

/** Numbers of fingerprints by key of the build; read from an index alone. */
async function fingerprintsOf(db: Database, { sinceMs, untilMs }: Window): Promise<ReadonlyMap<number, number>> {
  const rows = await db
    .selectFrom('build_failure')
    .select(['build_id', 'fingerprint_id'])
    .where('started_at_ms', '>=', sinceMs)
    .where('started_at_ms', '<', untilMs)
    .where('fingerprint_id', 'is not', null)
    .execute();
  return new Map(rows.map((row) => [row.build_id, row.fingerprint_id ?? 0]));
}

async function read(db: Database, { sinceMs, untilMs }: Window): Promise<BuildPart> {
  const rows = await db
    .selectFrom('build')
    .select([
      'started_at_ms',
      'job_id',
      'number',
      'connection_id',
      'result',
      'is_matrix',
      'duration_ms',
      'queue_ms',
      'branch_id',
      'agent_id',
      'tests_total',
      'tests_failed',
      'tests_skipped',
      'failure_category',
      'commit_sha',
    ])
    .where('started_at_ms', '>=', sinceMs)
    .where('started_at_ms', '<', untilMs)
    .where('is_building', '=', 0)
    .where('result', 'is not', null)
    .orderBy('started_at_ms')
    .execute();
  const fingerprints = await fingerprintsOf(db, { sinceMs, untilMs });
  type Row = (typeof rows)[number];
  const count = rows.length;
  const column = (take: (row: Row) => number) => packColumn(count, (at) => take(rows[at] as Row));
  const bucket = (value: number | null) => (value === null ? 0 : bucketOf(Math.max(0, value)));
  const columns: BuildColumns = {
    start: column((row) => row.started_at_ms - sinceMs),
    job: column((row) => row.job_id),
    number: column((row) => row.number),
    connection: column((row) => row.connection_id),
    result: column((row) => (row.result ?? 0) + (row.is_matrix === 1 ? matrixFlag : 0)),
    duration: column((row) => whole(row.duration_ms)),
    durationBucket: column((row) => bucket(row.duration_ms)),
    queue: column((row) => whole(row.queue_ms)),
    queueBucket: column((row) => bucket(row.queue_ms)),
    branch: column((row) => row.branch_id ?? 0),
    agent: column((row) => row.agent_id ?? 0),
    testsTotal: column((row) => whole(row.tests_total)),
    testsFailed: column((row) => row.tests_failed ?? 0),
    testsSkipped: column((row) => row.tests_skipped ?? 0),
    category: column((row) => whole(row.failure_category)),
    fingerprint: column((row) => fingerprints.get(buildKey(row.job_id, row.number)) ?? 0),
    commit: column((row) => commitNumber(row.commit_sha)),
  };
  return { columns, baseMs: sinceMs, from: 0, to: count };
}

/** Finished builds as parts of a day cache; the limit is in bytes. */
export const buildParts: PartKind<BuildColumns> = {
  read,
  within(part, { sinceMs, untilMs }) {
    const { baseMs, columns, from, to } = part;
    const first = firstAtLeast(columns.start, [from, to], sinceMs - baseMs);
    return { columns, baseMs, from: first, to: firstAtLeast(columns.start, [first, to], untilMs - baseMs) };
  },
  weight: (columns) =>
    Object.values(columns as unknown as Record<string, Column>).reduce(
      (sum, { byteLength }) => sum + byteLength + 100,
      0,
    ),
};
