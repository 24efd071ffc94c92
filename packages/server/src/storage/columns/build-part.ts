import { setImmediate } from 'node:timers/promises';
import { buildKey } from '../../core/entity-id.ts';
import { bucketOf } from '../../core/sketch.ts';
import type { Window } from '../../core/window.ts';
import type { Database } from '../database.ts';
import { type Column, firstAtLeast } from './column.ts';
import type { Part, PartKind, ReadOrder } from './day-cache.ts';
import { type Cells, inSlice, type RowSource, type Slice } from './row-source.ts';
import { RowTable, type SortedRows } from './row-table.ts';

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

function whole(value: unknown): number {
  return value === null ? 0 : Math.max(0, value as number) + 1;
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

const rowsOf = (db: Database, slice: Slice) =>
  db
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
    .where(inSlice(slice))
    .where('is_building', '=', 0)
    .where('result', 'is not', null)
    .compile();

const width = 15;

async function read(source: RowSource, { slices, window }: ReadOrder): Promise<RowTable> {
  const { db } = source;
  const table = new RowTable(width);
  const fingerprints = await fingerprintsOf(db, window);
  const take = (row: Cells) => {
    const at = table.add();
    const { numbers } = table;
    const job = row[1] as number;
    const number = row[2] as number;
    numbers[at] = (row[0] as number) - window.sinceMs;
    numbers[at + 1] = job;
    numbers[at + 2] = number;
    numbers[at + 3] = row[3] as number;
    numbers[at + 4] = (row[4] as number) + (row[5] === 1 ? matrixFlag : 0);
    numbers[at + 5] = whole(row[6]);
    numbers[at + 6] = whole(row[7]);
    numbers[at + 7] = (row[8] as number | null) ?? 0;
    numbers[at + 8] = (row[9] as number | null) ?? 0;
    numbers[at + 9] = whole(row[10]);
    numbers[at + 10] = (row[11] as number | null) ?? 0;
    numbers[at + 11] = (row[12] as number | null) ?? 0;
    numbers[at + 12] = whole(row[13]);
    numbers[at + 13] = fingerprints.size === 0 ? 0 : (fingerprints.get(buildKey(job, number)) ?? 0);
    numbers[at + 14] = commitNumber(row[14] as string | null);
  };
  for (const slice of slices) {
    await source.each(rowsOf(db, slice), take);
    await setImmediate();
  }
  return table;
}

function pack(rows: SortedRows): BuildColumns {
  const bucket = (value: number) => bucketOf(Math.max(0, value - 1));
  return {
    start: rows.starts(),
    job: rows.column(1),
    number: rows.column(2),
    connection: rows.column(3),
    result: rows.column(4),
    duration: rows.column(5),
    durationBucket: rows.column(5, bucket),
    queue: rows.column(6),
    queueBucket: rows.column(6, bucket),
    branch: rows.column(7),
    agent: rows.column(8),
    testsTotal: rows.column(9),
    testsFailed: rows.column(10),
    testsSkipped: rows.column(11),
    category: rows.column(12),
    fingerprint: rows.column(13),
    commit: rows.column(14),
  };
}

/** Finished builds as parts of a day cache; the limit is in bytes. */
export const buildParts: PartKind<BuildColumns> = {
  mostBuilds: 400_000,
  read,
  pack,
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
