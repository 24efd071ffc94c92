import type { Store } from '../storage/open-store.ts';
import { analyticsQuestions } from './analytics-questions.ts';
import { buildChanges } from './build-changes.ts';
import { buildStages } from './build-stages.ts';
import { type BuildTestsInput, buildTests } from './build-tests.ts';
import { capacityQuestions } from './capacity-questions.ts';
import { failureQuestions } from './failure-questions.ts';
import { getBuild } from './get-build.ts';
import { getJob, requireJob } from './get-job.ts';
import { listBranches } from './list-branches.ts';
import { type ListBuildsInput, listBuilds } from './list-builds.ts';
import { type ListJobsInput, listJobs } from './list-jobs.ts';
import { live } from './live.ts';
import { type MetricsInput, metrics } from './metrics.ts';
import { testQuestions } from './test-questions.ts';

/** Every question that charts and tables ask, under one signature: plain values in and out, so that it can be asked in another thread. */
export const questions = {
  ...analyticsQuestions,
  ...capacityQuestions,
  ...failureQuestions,
  ...testQuestions,
  buildChanges: (store: Store, input: { readonly id: string }) => buildChanges(store, input.id),
  buildStages: (store: Store, input: { readonly id: string }) => buildStages(store, input.id),
  buildTests: (store: Store, input: BuildTestsInput) => buildTests(store, input),
  getBuild: (store: Store, input: { readonly id: string }) => getBuild(store, input.id),
  getJob: (store: Store, input: { readonly id: string; readonly range: string }, nowMs: number) =>
    getJob(store, input.id, input.range, nowMs),
  listBranches: (store: Store, input: { readonly q?: string | undefined; readonly limit: number }, nowMs: number) =>
    listBranches(store, input, nowMs),
  listBuilds: (store: Store, input: ListBuildsInput, nowMs: number) => listBuilds(store, input, nowMs),
  listJobBuilds: async (store: Store, input: ListBuildsInput & { readonly job: string }, nowMs: number) => {
    await requireJob(store, input.job);
    return listBuilds(store, input, nowMs);
  },
  listJobs: (store: Store, input: ListJobsInput, nowMs: number) => listJobs(store, input, nowMs),
  live: (store: Store, _input: null) => live(store),
  metrics: (store: Store, input: MetricsInput, nowMs: number) => metrics(store, input, nowMs),
};

export type QuestionName = keyof typeof questions;
export type QuestionInput<N extends QuestionName> = Parameters<(typeof questions)[N]>[1];
export type QuestionAnswer<N extends QuestionName> = Awaited<ReturnType<(typeof questions)[N]>>;

/** Asks a question; where it is answered (this thread or another) is not the asker's business. */
export type Ask = <N extends QuestionName>(name: N, input: QuestionInput<N>) => Promise<QuestionAnswer<N>>;

/** Answers in this thread. */
export function askDirectly(store: Store, nowMs: () => number): Ask {
  return async (name, input) => {
    const answer = questions[name] as (store: Store, input: unknown, nowMs: number) => Promise<never>;
    return answer(store, input, nowMs());
  };
}
