import { sql } from 'kysely';
import type { CollectedBuild } from '../core/build.ts';
import type { DeepKind, DeepState } from '../core/deep-data.ts';
import { buildKey, mostBuildNumber, mostJobId } from '../core/entity-id.ts';
import type { JobKind } from '../core/job.ts';
import { advanceCounter } from './advance-counter.ts';
import { advanceSummary, type SummarisedBuild } from './advance-summary.ts';
import { toBuildRow } from './build-row.ts';
import { changedTimes, type KnownBuild } from './changed-builds.ts';
import { noteWork } from './deep/deep-work.ts';
import { noteDeepWork } from './deep/note-deep-work.ts';
import { isFailureNews, markFailures } from './failures/mark-failures.ts';
import {
  type JobSummary,
  jobsWithRunningBuild,
  pickSummary,
  refreshJobSummary,
  summaryColumns,
} from './job-summary.ts';
import { keepKnown } from './keep-known.ts';
import { idsOfNames } from './name-dictionary.ts';
import { noteUncounted } from './note-uncounted.ts';
import { figureColumns } from './rollup-row.ts';
import type { StepContext } from './step-context.ts';
import type { NewBuildRow } from './tables.ts';
import { updateJobs } from './update-jobs.ts';

export interface BuildOfJob {
  readonly jobId: number;
  readonly build: CollectedBuild;
  readonly testReportName: string | null;
}

/** Deep data that the same step settles, by key of the build. */
export type SettledDeep = ReadonlyMap<number, ReadonlyMap<DeepKind, DeepState>>;

type StoredBuild = KnownBuild & { readonly id: number; readonly deep: number };
type StoredBuilds = ReadonlyMap<number, StoredBuild>;
type StoredJob = JobSummary & { readonly id: number; readonly kind: string };

function upsert({ tx, statements }: StepContext, rows: readonly NewBuildRow[]): Promise<void> {
  return statements.insert(tx, 'build', rows, (some) =>
    tx
      .insertInto('build')
      .values(some)
      .onConflict((conflict) =>
        conflict.column('id').doUpdateSet((e) => ({
          result: e.ref('excluded.result'),
          is_building: e.ref('excluded.is_building'),
          started_at_ms: e.ref('excluded.started_at_ms'),
          duration_ms: e.ref('excluded.duration_ms'),
          estimated_ms: e.ref('excluded.estimated_ms'),
          // A later answer may lack what an earlier one knew: the queue item and the executor are gone by then.
          queue_ms: sql`coalesce(excluded.queue_ms, build.queue_ms)`,
          queue_id: sql`coalesce(excluded.queue_id, build.queue_id)`,
          agent_id: sql`coalesce(excluded.agent_id, build.agent_id)`,
          branch_id: e.ref('excluded.branch_id'),
          commit_sha: e.ref('excluded.commit_sha'),
          display_name: e.ref('excluded.display_name'),
          cause_kind: e.ref('excluded.cause_kind'),
          cause_text: e.ref('excluded.cause_text'),
          tests_total: e.ref('excluded.tests_total'),
          tests_failed: e.ref('excluded.tests_failed'),
          tests_skipped: e.ref('excluded.tests_skipped'),
          is_in_jenkins: e.ref('excluded.is_in_jenkins'),
          detail: e.ref('excluded.detail'),
          deep: e.ref('excluded.deep'),
        })),
      ),
  );
}

/** What stood in the place of builds before this step. */
async function buildsBefore({ tx, statements }: StepContext, ids: readonly number[]): Promise<StoredBuilds> {
  const rows = await statements.forKeys(tx, 'builds before', { keys: ids }, (keys) =>
    tx
      .selectFrom('build')
      .select(['id', 'started_at_ms', 'is_building', 'deep', 'branch_id', 'agent_id', 'commit_sha', ...figureColumns])
      .where('id', 'in', keys),
  );
  return new Map(rows.map((row) => [row.id, row]));
}

async function jobsBefore({ tx, statements }: StepContext, ids: Iterable<number>): Promise<Map<number, StoredJob>> {
  const rows = await statements.forKeys(tx, 'jobs before', { keys: [...new Set(ids)] }, (keys) =>
    tx
      .selectFrom('job')
      .select(['id', 'kind', ...summaryColumns])
      .where('id', 'in', keys),
  );
  return new Map(rows.map((row) => [row.id, row]));
}

function toSummarised({ build, jobId }: BuildOfJob, result: number | null, before: StoredBuilds): SummarisedBuild {
  const known = before.get(buildKey(jobId, build.number));
  const { number, startedAtMs, isBuilding } = build;
  const place = known === undefined ? 'absent' : known.is_building === 1 ? 'running' : 'finished';
  return { number, startedAtMs, result, isBuilding, before: place };
}

/** Brings what the rows of jobs say of their newest builds up to date, all of them together where the step tells enough. */
async function updateSummaries(
  context: StepContext,
  jobs: ReadonlyMap<number, StoredJob>,
  builds: readonly { readonly jobId: number; readonly build: SummarisedBuild }[],
): Promise<void> {
  const summaries = new Map<number, JobSummary>();
  let running: ReadonlySet<number> | null = null;
  for (const [jobId, some] of Map.groupBy(builds, (entry) => entry.jobId)) {
    const job = jobs.get(jobId);
    if (job === undefined) continue;
    const sorted = some.map(({ build }) => build).sort((a, b) => a.number - b.number);
    const advanced = advanceSummary(job, sorted);
    if (advanced === null) {
      await refreshJobSummary(context.tx, jobId, context.statements);
      continue;
    }
    const { needsRunning, summary } = advanced;
    if (summary === job) continue;
    if (needsRunning) running ??= await jobsWithRunningBuild(context);
    const isBuilding = needsRunning ? running?.has(jobId) === true : summary.is_building === 1;
    summaries.set(jobId, { ...pickSummary(summary), is_building: isBuilding ? 1 : 0 });
  }
  await updateJobs(context, summaries);
}

/** Whether a build can be keyed at all (numbers beyond 2^27 are not). */
export function isStorable({ jobId, build }: Pick<BuildOfJob, 'jobId' | 'build'>): boolean {
  return (
    Number.isSafeInteger(build.number) &&
    build.number >= 1 &&
    build.number <= mostBuildNumber &&
    jobId >= 1 &&
    jobId <= mostJobId
  );
}

/** The rows of builds, with what is noted to be fetched for them. */
async function toRows(
  context: StepContext,
  builds: readonly BuildOfJob[],
  known: {
    readonly before: StoredBuilds;
    readonly jobs: ReadonlyMap<number, StoredJob>;
    readonly settled: SettledDeep;
  },
) {
  const { connectionId, tx, atMs } = context;
  const branchIds = await idsOfNames(
    context,
    'branch',
    builds.map(({ build }) => build.branch),
  );
  const agentIds = await idsOfNames(
    context,
    'agent',
    builds.map(({ build }) => build.agent),
  );
  const firstSeq = (await advanceCounter(tx, 'build_seq', builds.length)) + 1;
  return builds.map(({ jobId, build, testReportName }, index) => {
    const jobKind = (known.jobs.get(jobId)?.kind ?? 'other') as JobKind;
    const isMatrix = jobKind === 'matrix-configuration';
    const row = toBuildRow(build, { jobId, connectionId, isMatrix, branchIds, agentIds });
    const stored = known.before.get(row.id);
    const before = stored && {
      deep: stored.deep,
      isBuilding: stored.is_building === 1,
      testsTotal: stored.tests_total,
    };
    const settled = known.settled.get(row.id);
    const { deep, works } = noteDeepWork({ buildId: row.id, jobKind, build, testReportName, settled }, before, atMs);
    return { row: { ...row, deep, seq: firstSeq + index }, works };
  });
}

/**
 * Inserts or overwrites builds by (job, number), marks their roll-ups dirty, brings their jobs' summaries up to date and
 * notes what is to be fetched for those that have finished. Returns when those builds started of which figures have changed.
 */
export async function recordBuilds(
  context: StepContext,
  given: readonly BuildOfJob[],
  settled: SettledDeep,
): Promise<readonly number[]> {
  // One statement must not touch a row twice: the last one given for a number wins.
  const last = [
    ...new Map(given.filter(isStorable).map((entry) => [buildKey(entry.jobId, entry.build.number), entry])).values(),
  ];
  if (last.length === 0) return [];
  const builds = await keepKnown(context, last);
  const ids = builds.map(({ jobId, build }) => buildKey(jobId, build.number));
  const before = await buildsBefore(context, ids);
  const jobs = await jobsBefore(
    context,
    builds.map(({ jobId }) => jobId),
  );
  const entries = await toRows(context, builds, { before, jobs, settled });
  const rows = entries.map(({ row }) => row);
  await noteUncounted(context, rows, before);
  await upsert(context, rows);
  await noteWork(
    context,
    entries.flatMap(({ works }) => works),
  );
  const news = rows.filter((row) => isFailureNews(row, before.get(row.id)));
  await markFailures(
    context,
    news.map(({ id }) => id),
  );
  const summarised = builds.map((entry, index) => ({
    jobId: entry.jobId,
    build: toSummarised(entry, rows[index]?.result ?? null, before),
  }));
  await updateSummaries(context, jobs, summarised);
  return changedTimes(rows, before);
}
