import type { FlakyJob } from '@buildbutler/contract';
import { buildKey, publicJobId } from '../../core/entity-id.ts';
import { type Window, windowOf } from '../../core/window.ts';
import { matrixFlag } from '../../storage/columns/build-part.ts';
import { readFlakyRules } from '../../storage/flaky-rules.ts';
import type { Database, Store } from '../../storage/open-store.ts';
import type { BuildFilter } from '../build-filter.ts';
import { isoOrNull } from '../build-view.ts';
import { branchNames } from '../job-names.ts';
import { namesOfJobs } from '../jobs-asked.ts';
import { rowFilter } from '../row-filter.ts';
import { readStageColours } from './read-stage-colours.ts';

export interface ListFlakyJobsInput extends Omit<BuildFilter, 'result' | 'number'> {
  readonly range: string;
  readonly page: number;
  readonly per_page: number;
}

export interface FlakyJobList {
  readonly data: FlakyJob[];
  readonly meta: { page: number; per_page: number; total: number };
}

/** A finished build that was green or red. */
interface Outcome {
  readonly id: number;
  readonly atMs: number;
  /** As the columns hold it; 0 = unknown. */
  readonly commit: number;
  readonly isGreen: boolean;
}

interface Place {
  readonly jobId: number;
  readonly branchId: number;
  /** Null = the job as a whole. */
  readonly stage: string | null;
}

interface Flaky extends Place {
  /** The newest ones, oldest first. */
  readonly outcomes: readonly Outcome[];
  readonly passedOnRerun: number;
}

/** Branches whose stages are looked at: those that had most re-runs. */
const mostBranchesWithStages = 50;

interface Question {
  readonly store: Store;
  readonly input: ListFlakyJobsInput;
  readonly window: Window;
  readonly runs: number;
}

/** Green and red builds of a window by branch of a job, oldest first. */
async function outcomesByBranch({ input, store, window }: Question): Promise<Map<string, Outcome[]>> {
  const branches = new Map<string, Outcome[]>();
  const filter = await rowFilter(store.db, input);
  for await (const part of store.columns.builds(window)) {
    const { baseMs, columns } = part;
    const count = filter.select(part);
    for (let at = 0; at < count; at += 1) {
      const row = filter.rows[at] as number;
      const result = (columns.result[row] as number) % matrixFlag;
      if (result > 2) continue;
      const jobId = columns.job[row] as number;
      const key = `${jobId}:${columns.branch[row] as number}`;
      const outcome = {
        id: buildKey(jobId, columns.number[row] as number),
        atMs: baseMs + (columns.start[row] as number),
        commit: columns.commit[row] as number,
        isGreen: result === 0,
      };
      const known = branches.get(key);
      if (known === undefined) branches.set(key, [outcome]);
      else known.push(outcome);
    }
  }
  for (const outcomes of branches.values()) outcomes.sort((a, b) => a.id - b.id);
  return branches;
}

/** Commits that failed and then passed. */
function commitsPassedOnRerun(outcomes: readonly Outcome[]): ReadonlySet<number> {
  const failed = new Set<number>();
  const passed = new Set<number>();
  for (const { commit, isGreen } of outcomes) {
    if (commit === 0) continue;
    if (!isGreen) failed.add(commit);
    else if (failed.has(commit)) passed.add(commit);
  }
  return passed;
}

function flakyBranches(branches: ReadonlyMap<string, readonly Outcome[]>, runs: number): Flaky[] {
  const flaky: Flaky[] = [];
  for (const [key, outcomes] of branches) {
    const passedOnRerun = commitsPassedOnRerun(outcomes).size;
    if (passedOnRerun === 0) continue;
    const [jobId = 0, branchId = 0] = key.split(':').map(Number);
    flaky.push({ jobId, branchId, stage: null, outcomes: outcomes.slice(-runs), passedOnRerun });
  }
  return flaky.sort((a, b) => b.passedOnRerun - a.passedOnRerun || a.jobId - b.jobId || a.branchId - b.branchId);
}

/** The stages of a branch that failed and passed on the same commit. */
async function flakyStages({ runs, store }: Question, place: Flaky, outcomes: readonly Outcome[]): Promise<Flaky[]> {
  const commits = commitsPassedOnRerun(outcomes);
  const wanted = [...outcomes.filter(({ commit }) => commits.has(commit)).slice(-runs), ...outcomes.slice(-runs)];
  const colours = await readStageColours(store.db, new Set(wanted.map(({ id }) => id)));
  const byStage = new Map<string, Outcome[]>();
  for (const outcome of [...new Set(wanted)].sort((a, b) => a.id - b.id)) {
    for (const [stage, isGreen] of colours.get(outcome.id) ?? []) {
      byStage.set(stage, [...(byStage.get(stage) ?? []), { ...outcome, isGreen }]);
    }
  }
  return [...byStage]
    .map(([stage, own]): Flaky => {
      const passedOnRerun = commitsPassedOnRerun(own).size;
      return { jobId: place.jobId, branchId: place.branchId, stage, outcomes: own.slice(-runs), passedOnRerun };
    })
    .filter(({ passedOnRerun }) => passedOnRerun > 0);
}

async function toFlakyJobs(db: Database, page: readonly Flaky[]): Promise<FlakyJob[]> {
  const jobs = await namesOfJobs(
    db,
    page.map(({ jobId }) => jobId),
  );
  const branches = await branchNames(
    db,
    page.map(({ branchId }) => branchId),
  );
  const connections = await db.selectFrom('connection').select(['id', 'name']).execute();
  const instances = new Map(connections.map(({ id, name }) => [id, name]));
  return page.map(({ branchId, jobId, outcomes, passedOnRerun, stage }) => {
    const job = jobs.get(jobId);
    const turns = outcomes.filter(({ isGreen }, index) => index > 0 && outcomes[index - 1]?.isGreen !== isGreen);
    return {
      kind: stage === null ? 'job' : 'stage',
      jobId: publicJobId(jobId),
      jobName: job?.fullName ?? '?',
      instance: instances.get(job?.connectionId ?? 0) ?? '?',
      stage,
      branch: branches.get(branchId) ?? null,
      runs: outcomes.length,
      flips: turns.length,
      passRate: outcomes.filter(({ isGreen }) => isGreen).length / outcomes.length,
      passedOnRerun,
      lastFlipAt: isoOrNull(turns.at(-1)?.atMs ?? null),
      recent: outcomes.map(({ isGreen }) => (isGreen ? 'p' : 'f')).join(''),
    };
  });
}

/** Jobs and stages that failed and then passed on the same commit in a range, those with most such commits first. */
export async function listFlakyJobs(store: Store, input: ListFlakyJobsInput, nowMs: number): Promise<FlakyJobList> {
  const { db } = store;
  const { runs } = await readFlakyRules(db);
  const question = { store, input, window: windowOf(input.range, nowMs), runs };
  const branches = await outcomesByBranch(question);
  const all = flakyBranches(branches, runs);
  for (const place of all.slice(0, mostBranchesWithStages)) {
    const outcomes = branches.get(`${place.jobId}:${place.branchId}`) ?? [];
    all.push(...(await flakyStages(question, place, outcomes)));
  }
  all.sort(
    (a, b) =>
      b.passedOnRerun - a.passedOnRerun ||
      a.jobId - b.jobId ||
      a.branchId - b.branchId ||
      (a.stage ?? '').localeCompare(b.stage ?? ''),
  );
  const page = all.slice((input.page - 1) * input.per_page, input.page * input.per_page);
  const data = await toFlakyJobs(db, page);
  return { data, meta: { page: input.page, per_page: input.per_page, total: all.length } };
}
