import type { HistoryBar, JobSummary } from '@buildbutler/contract';
import { buildKey, publicBuildId, publicJobId } from '../core/entity-id.ts';
import type { JobKind } from '../core/job.ts';
import type { Sketch } from '../core/sketch.ts';
import { buildsOfJob } from '../storage/job-summary.ts';
import type { Database } from '../storage/open-store.ts';
import type { JobRow } from '../storage/tables.ts';
import { iso, isoOrNull, resultName } from './build-view.ts';
import { type JobFigures, successRateOf } from './job-figures.ts';

/** The newest builds of a job, oldest first. */
export async function historyOf(db: Database, jobId: number, most: number): Promise<HistoryBar[]> {
  const [from, to] = buildsOfJob(jobId);
  const rows = await db
    .selectFrom('build')
    .select(['id', 'number', 'result', 'is_building', 'started_at_ms', 'duration_ms'])
    .where('id', '>=', from)
    .where('id', '<=', to)
    .orderBy('id', 'desc')
    .limit(most)
    .execute();
  return rows.reverse().map((row) => ({
    id: publicBuildId(row.id),
    number: row.number,
    result: resultName(row.result),
    building: row.is_building === 1,
    timestamp: iso(row.started_at_ms),
    duration: row.duration_ms,
  }));
}

const round = (value: number) => Math.round(value * 10) / 10;

/** One job as lists show it, with its figures over a window and the percentiles of its durations. */
export async function toJobSummary(
  db: Database,
  row: JobRow & { instance: string },
  figures: JobFigures | undefined,
  durations: Pick<Sketch, 'percentile'> | undefined,
): Promise<JobSummary> {
  return {
    id: publicJobId(row.id),
    name: row.display_name ?? decodedName(row.name),
    fullName: row.full_name,
    instance: row.instance,
    folder: row.folder,
    kind: row.kind as JobKind,
    isDisabled: row.is_disabled === 1,
    inJenkins: row.gone_at_ms === null,
    lastBuild: row.last_number,
    lastBuildId: row.last_number === null ? null : publicBuildId(buildKey(row.id, row.last_number)),
    lastResult: resultName(row.last_result),
    lastBuildAt: isoOrNull(row.last_started_at_ms),
    isBuilding: row.is_building === 1,
    redSince: isoOrNull(row.red_since_ms),
    redSinceBuild: row.red_since_number,
    builds: figures?.builds ?? 0,
    failures: figures?.failures ?? 0,
    successRate: successRateOf(figures),
    duration: {
      avg: figures === undefined || figures.decided === 0 ? null : Math.round(figures.durationSum / figures.decided),
      p50: durations?.percentile(0.5) ?? null,
      p95: durations?.percentile(0.95) ?? null,
    },
    minutesBurnt: round((figures?.redMs ?? 0) / 60_000),
    trend: await historyOf(db, row.id, 20),
  };
}

/** Branch jobs carry their branch percent-encoded (`feature%2Flogin`). */
function decodedName(name: string): string {
  try {
    return decodeURIComponent(name);
  } catch {
    return name;
  }
}
