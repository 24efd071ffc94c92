import { criticalPath } from '../../core/critical-path.ts';
import { unpackStages } from '../../core/pack-stages.ts';
import { stageStatuses } from '../../core/stage.ts';
import { parentPositions } from '../../core/stage-path.ts';
import type { Window } from '../../core/window.ts';
import type { Database } from '../database.ts';
import { type Column, firstAtLeast, packColumn } from './column.ts';
import type { Part, PartKind } from './day-cache.ts';
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

interface Run {
  readonly build: number;
  readonly path: number;
  readonly status: number;
  readonly duration: number;
  readonly pause: number;
  readonly critical: number;
  readonly startMinute: number;
}

function runsOf(bytes: Uint8Array, build: number, paths: StagePaths): Run[] {
  const stages = unpackStages(bytes, { nameOf: String, agentOf: () => '' });
  const parents = parentPositions(stages);
  const added = criticalPath(stages);
  const numbers: number[] = [];
  return stages.map(({ durationMs, name, pauseMs, startedAtMs, status }, position) => {
    const path = paths.numberOf(numbers[parents[position] ?? -1] ?? 0, Number(name));
    numbers.push(path);
    const critical = added[position];
    return {
      build,
      path,
      status: stageStatuses.indexOf(status),
      duration: durationMs === null ? 0 : Math.max(0, durationMs) + 1,
      pause: Math.max(0, pauseMs),
      critical: critical === null || critical === undefined ? 0 : critical + 1,
      startMinute: startedAtMs === null ? 0 : Math.max(0, Math.floor(startedAtMs / 60_000)),
    };
  });
}

async function read(db: Database, { sinceMs, untilMs }: Window, paths: StagePaths): Promise<StagePart> {
  const rows = await db
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
    .where('build.started_at_ms', '>=', sinceMs)
    .where('build.started_at_ms', '<', untilMs)
    .where('build.is_building', '=', 0)
    .where('build.result', 'is not', null)
    .orderBy('build.started_at_ms')
    .execute();
  type Row = (typeof rows)[number];
  const runs = rows.flatMap(({ stages }, build) => runsOf(stages, build, paths));
  const ofRun = (take: (run: Run) => number) => packColumn(runs.length, (at) => take(runs[at] as Run));
  const ofBuild = (take: (row: Row) => number) => ofRun(({ build }) => take(rows[build] as Row));
  const columns: StageColumns = {
    start: ofBuild((row) => row.started_at_ms - sinceMs),
    job: ofBuild((row) => row.job_id),
    number: ofBuild((row) => row.number),
    connection: ofBuild((row) => row.connection_id),
    result: ofBuild((row) => (row.result ?? 0) + (row.is_matrix === 1 ? 8 : 0)),
    branch: ofBuild((row) => row.branch_id ?? 0),
    category: ofBuild((row) => (row.failure_category ?? -1) + 1),
    path: ofRun(({ path }) => path),
    status: ofRun(({ status }) => status),
    duration: ofRun(({ duration }) => duration),
    pause: ofRun(({ pause }) => pause),
    critical: ofRun(({ critical }) => critical),
    startMinute: ofRun(({ startMinute }) => startMinute),
  };
  return { columns, baseMs: sinceMs, from: 0, to: runs.length };
}

/** Stages as parts of a day cache; the limit is in bytes. */
export function stageParts(paths: StagePaths): PartKind<StageColumns> {
  return {
    read: (db, window) => read(db, window, paths),
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
