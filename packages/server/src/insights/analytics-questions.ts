import type { Store } from '../storage/open-store.ts';
import { compareBuilds } from './compare-builds.ts';
import { type JobTrendInput, jobTrend } from './job-trend.ts';

/** What Compare Builds, the job page, Pipelines and the trends of other pages ask. */
export const analyticsQuestions = {
  compareBuilds: (store: Store, input: { readonly a: string; readonly b: string }) => compareBuilds(store, input),
  jobTrend: (store: Store, input: JobTrendInput, nowMs: number) => jobTrend(store, input, nowMs),
};
