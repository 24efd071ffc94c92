import type { StageFigures, stageSorts } from '@buildbutler/contract';
import { publicJobId } from '../core/entity-id.ts';
import { windowOf } from '../core/window.ts';
import type { Database, Store } from '../storage/open-store.ts';
import type { BuildFilter } from './build-filter.ts';
import { namesOfJobs } from './jobs-asked.ts';
import { rowFilter } from './row-filter.ts';
import { pathTexts, StageSum } from './stage-runs.ts';

export interface StagesInput extends Omit<BuildFilter, 'number' | 'agent' | 'fingerprint'> {
  readonly range: string;
  readonly tz: string;
}

export interface ListStagesInput extends StagesInput {
  readonly by: 'job' | 'stage';
  readonly stage?: string | undefined;
  readonly sort: (typeof stageSorts)[number];
  readonly order: 'asc' | 'desc';
  readonly page: number;
  readonly per_page: number;
}

export interface StageList {
  readonly data: StageFigures[];
  readonly meta: { page: number; per_page: number; total: number };
}

/** The runs of one stage of one job, or of all stages of one name of a connection. */
export interface StageGroup {
  readonly job: number | null;
  readonly connection: number;
  readonly stage: string;
  readonly jobs: Set<number>;
  /** Numbers of the paths of this name. */
  readonly paths: Set<number>;
  readonly sum: StageSum;
}

/** The runs of a job by path, and of which connection it is. */
interface JobStages {
  readonly connection: number;
  readonly paths: Map<number, StageSum>;
}

/** Sums by job and path. */
async function sumsByJob(
  store: Store,
  question: { readonly input: StagesInput; readonly nowMs: number; readonly hasPercentiles: boolean },
): Promise<Map<number, JobStages>> {
  const { hasPercentiles, input, nowMs } = question;
  const its = await rowFilter(store.db, input);
  const jobs: (JobStages | undefined)[] = [];
  for await (const part of store.columns.stages(windowOf(input.range, nowMs))) {
    const { columns } = part;
    const count = its.select(part);
    const rows = its.rows;
    for (let at = 0; at < count; at += 1) {
      const row = rows[at] as number;
      const job = columns.job[row] as number;
      const path = columns.path[row] as number;
      let ofJob = jobs[job];
      if (ofJob === undefined) {
        ofJob = { connection: columns.connection[row] as number, paths: new Map() };
        jobs[job] = ofJob;
      }
      let sum = ofJob.paths.get(path);
      if (sum === undefined) {
        sum = new StageSum();
        ofJob.paths.set(path, sum);
      }
      sum.add(columns, row, hasPercentiles);
    }
  }
  const found = new Map<number, JobStages>();
  jobs.forEach((ofJob, job) => {
    if (ofJob !== undefined) found.set(job, ofJob);
  });
  return found;
}

async function groupsByJob(store: Store, input: ListStagesInput, nowMs: number): Promise<StageGroup[]> {
  const question = { input, nowMs, hasPercentiles: input.sort === 'p95' };
  const jobs = await sumsByJob(store, question);
  const textOf = await pathTexts(store);
  return [...jobs].flatMap(([job, { connection, paths }]) =>
    [...paths].flatMap(([path, sum]): StageGroup[] =>
      sum.runs === 0
        ? []
        : [{ job, connection, stage: textOf(path), jobs: new Set([job]), paths: new Set([path]), sum }],
    ),
  );
}

/** Adds the percentiles, which only the groups on the page need, to their sums. */
async function addPercentiles(
  store: Store,
  { input, nowMs }: { readonly input: ListStagesInput; readonly nowMs: number },
  groups: readonly StageGroup[],
): Promise<void> {
  const sumsOfJobs: (StageSum | undefined)[][] = [];
  for (const { jobs, paths, sum } of groups) {
    for (const job of jobs) {
      const sums = sumsOfJobs[job] ?? [];
      sumsOfJobs[job] = sums;
      for (const path of paths) sums[path] = sum;
    }
  }
  const its = (await rowFilter(store.db, input)).and(
    'job',
    groups.flatMap(({ jobs }) => [...jobs]),
  );
  for await (const part of store.columns.stages(windowOf(input.range, nowMs))) {
    const { columns } = part;
    const count = its.select(part);
    const rows = its.rows;
    for (let at = 0; at < count; at += 1) {
      const row = rows[at] as number;
      sumsOfJobs[columns.job[row] as number]?.[columns.path[row] as number]?.addDuration(columns, row);
    }
  }
}

function joinJobs(groups: readonly StageGroup[]): StageGroup[] {
  const joined = new Map<string, StageGroup>();
  for (const group of groups) {
    const key = `${group.connection}:${group.stage}`;
    const whole = joined.get(key) ?? {
      ...group,
      job: null,
      jobs: new Set<number>(),
      paths: new Set<number>(),
      sum: new StageSum(),
    };
    joined.set(key, whole);
    whole.sum.addAll(group.sum);
    for (const job of group.jobs) whole.jobs.add(job);
    for (const path of group.paths) whole.paths.add(path);
  }
  return [...joined.values()];
}

const ratio = (part: number, whole: number) => (whole === 0 ? null : part / whole);
const average = (sum: number, count: number) => (count === 0 ? null : Math.round(sum / count));

type Figures = Omit<StageFigures, 'jobId' | 'jobName' | 'instance'>;

export function toStageFigures({ jobs, stage, sum }: Pick<StageGroup, 'jobs' | 'stage' | 'sum'>): Figures {
  const within = (value: number | null) => (value === null ? null : Math.min(Math.max(value, sum.min), sum.max));
  return {
    stage,
    jobs: jobs.size,
    runs: sum.runs,
    failures: sum.failures,
    successRate: ratio(sum.successes, sum.successes + sum.failures),
    avg: average(sum.durationSum, sum.decided),
    min: sum.decided === 0 ? null : sum.min,
    max: sum.decided === 0 ? null : sum.max,
    p50: within(sum.durations.percentile(0.5)),
    p95: within(sum.durations.percentile(0.95)),
    pause: average(sum.pauseSum, sum.runs),
    criticalShare: ratio(sum.critical, sum.runs),
    criticalAvg: average(sum.criticalSum, sum.runs),
  };
}

const sortValues: Record<ListStagesInput['sort'], (group: StageGroup) => number | string | null> = {
  stage: ({ stage }) => stage,
  runs: ({ sum }) => sum.runs,
  failures: ({ sum }) => sum.failures,
  avg: ({ sum }) => ratio(sum.durationSum, sum.decided),
  p95: ({ sum }) => sum.durations.percentile(0.95),
  max: ({ sum }) => (sum.decided === 0 ? null : sum.max),
  criticalAvg: ({ sum }) => ratio(sum.criticalSum, sum.runs),
};

function sorted(groups: readonly StageGroup[], { order, sort }: ListStagesInput): StageGroup[] {
  const direction = order === 'asc' ? 1 : -1;
  const valueAt = sortValues[sort];
  const keyed = groups.map((group) => ({ group, value: valueAt(group) }));
  const byName = (a: StageGroup, b: StageGroup) =>
    a.stage < b.stage ? -1 : a.stage > b.stage ? 1 : (a.job ?? 0) - (b.job ?? 0);
  keyed.sort((a, b) => {
    if (a.value === null || b.value === null)
      return a.value === b.value ? byName(a.group, b.group) : a.value === null ? 1 : -1;
    if (a.value === b.value) return byName(a.group, b.group);
    return (a.value < b.value ? -1 : 1) * direction;
  });
  return keyed.map(({ group }) => group);
}

async function instancesOf(db: Database): Promise<ReadonlyMap<number, string>> {
  const rows = await db.selectFrom('connection').select(['id', 'name']).execute();
  return new Map(rows.map(({ id, name }) => [id, name]));
}

/** Groups with the names of their jobs and connections. */
export async function shownStages(db: Database, groups: readonly StageGroup[]): Promise<StageFigures[]> {
  const jobs = await namesOfJobs(
    db,
    groups.flatMap(({ job }) => job ?? []),
  );
  const instances = await instancesOf(db);
  return groups.map((group) => ({
    jobId: group.job === null ? null : publicJobId(group.job),
    jobName: group.job === null ? null : (jobs.get(group.job)?.fullName ?? '?'),
    instance: instances.get(group.connection) ?? '?',
    ...toStageFigures(group),
  }));
}

/** Stages of the finished builds that started in a range, with their durations and their part in the critical path. */
export async function listStages(store: Store, input: ListStagesInput, nowMs: number): Promise<StageList> {
  const byJob = await groupsByJob(store, input, nowMs);
  const wanted = input.stage?.trim().toLowerCase();
  const named = wanted ? byJob.filter(({ stage }) => stage.toLowerCase().includes(wanted)) : byJob;
  const groups = sorted(input.by === 'stage' ? joinJobs(named) : named, input);
  const page = groups.slice((input.page - 1) * input.per_page, input.page * input.per_page);
  if (input.sort !== 'p95') await addPercentiles(store, { input, nowMs }, page);
  const data = await shownStages(store.db, page);
  return { data, meta: { page: input.page, per_page: input.per_page, total: groups.length } };
}
