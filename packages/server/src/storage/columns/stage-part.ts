import { setImmediate } from 'node:timers/promises';
import { criticalPath } from '../../core/critical-path.ts';
import { unpackStages } from '../../core/pack-stages.ts';
import { stageStatuses } from '../../core/stage.ts';
import { parentPositions } from '../../core/stage-path.ts';
import type { Database } from '../database.ts';
import { type Column, firstAtLeast } from './column.ts';
import type { Part, PartKind, ReadOrder } from './day-cache.ts';
import { type Cells, inSlice, type RowSource, type Slice } from './row-source.ts';
import { RowTable, type SortedRows } from './row-table.ts';
import type { StagePaths } from './stage-paths.ts';

/** Stages of finished builds, a row a stage. "+ 1": 0 stands for null. */
export interface StageColumns {
  /** Start of the build, milliseconds from the base of the part. */
  readonly start: Column;
  readonly job: Column;
  readonly number: Column;
  readonly connection: Column;
  /** Of the build: index into `buildResults`, + 8 for a configuration of a matrix. */
  readonly result: Column;
  readonly branch: Column;
  readonly category: Column;
  /** Number of its path in `StagePaths`. */
  readonly path: Column;
  /** Index into `stageStatuses`. */
  readonly status: Column;
  /** + 1. */
  readonly duration: Column;
  readonly pause: Column;
  /** Milliseconds that it adds to the critical path, + 1; 0 = it does not lie on it. */
  readonly critical: Column;
  /** From midnight (UTC) of the first day of the epoch to when the stage started, in minutes; 0 = it never did. */
  readonly startMinute: Column;
}

export type StagePart = Part<StageColumns>;

const rowsOf = (db: Database, slice: Slice) =>
  db
    .selectFrom('build')
    .innerJoin('build_stages', 'build_stages.build_id', 'build.id')
    .select([
      'build.started_at_ms',
      'build.job_id',
      'build.number',
      'build.connection_id',
      'build.result',
      'build.is_matrix',
      'build.branch_id',
      'build.failure_category',
      'build_stages.stages',
    ])
    .where(inSlice(slice))
    .where('build.is_building', '=', 0)
    .where('build.result', 'is not', null)
    .compile();

const width = 13;
const statusNumbers: ReadonlyMap<string, number> = new Map(stageStatuses.map((status, at) => [status, at]));

function addStages(row: Cells, { paths, sinceMs, table }: { paths: StagePaths; sinceMs: number; table: RowTable }) {
  const stages = unpackStages(row[8] as Uint8Array, { nameOf: String, agentOf: () => '' });
  const parents = parentPositions(stages);
  const added = criticalPath(stages);
  const known: number[] = [];
  for (const [position, { durationMs, name, pauseMs, startedAtMs, status }] of stages.entries()) {
    const path = paths.numberOf(known[parents[position] ?? -1] ?? 0, Number(name));
    known.push(path);
    const critical = added[position];
    const at = table.add();
    const { numbers } = table;
    numbers[at] = (row[0] as number) - sinceMs;
    numbers[at + 1] = row[1] as number;
    numbers[at + 2] = row[2] as number;
    numbers[at + 3] = row[3] as number;
    numbers[at + 4] = (row[4] as number) + (row[5] === 1 ? 8 : 0);
    numbers[at + 5] = (row[6] as number | null) ?? 0;
    numbers[at + 6] = ((row[7] as number | null) ?? -1) + 1;
    numbers[at + 7] = path;
    numbers[at + 8] = statusNumbers.get(status) ?? 0;
    numbers[at + 9] = durationMs === null ? 0 : Math.max(0, durationMs) + 1;
    numbers[at + 10] = Math.max(0, pauseMs);
    numbers[at + 11] = critical === null || critical === undefined ? 0 : critical + 1;
    numbers[at + 12] = startedAtMs === null ? 0 : Math.max(0, Math.floor(startedAtMs / 60_000));
  }
}

async function read(source: RowSource, { slices, window }: ReadOrder, paths: StagePaths): Promise<RowTable> {
  const table = new RowTable(width);
  const into = { paths, sinceMs: window.sinceMs, table };
  for (const slice of slices) {
    await source.each(rowsOf(source.db, slice), (row) => addStages(row, into));
    await setImmediate();
  }
  return table;
}

function pack(rows: SortedRows): StageColumns {
  return {
    start: rows.starts(),
    job: rows.column(1),
    number: rows.column(2),
    connection: rows.column(3),
    result: rows.column(4),
    branch: rows.column(5),
    category: rows.column(6),
    path: rows.column(7),
    status: rows.column(8),
    duration: rows.column(9),
    pause: rows.column(10),
    critical: rows.column(11),
    startMinute: rows.column(12),
  };
}

/** Stages as parts of a day cache; the limit is in bytes. */
export function stageParts(paths: StagePaths): PartKind<StageColumns> {
  return {
    mostBuilds: 100_000,
    read: (source, order) => read(source, order, paths),
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
}
