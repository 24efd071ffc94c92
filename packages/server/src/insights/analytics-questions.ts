import type { Store } from '../storage/open-store.ts';
import { compareBuilds } from './compare-builds.ts';
import { type JobTrendInput, jobTrend } from './job-trend.ts';
import { type ListStagesInput, listStages } from './list-stages.ts';
import { type RecoveryInput, recovery } from './recovery.ts';
import { reruns } from './reruns.ts';
import { type SilentJobsInput, silentJobs } from './silent-jobs.ts';
import { type StageDetailInput, stageDetail } from './stage-detail.ts';

/** What Compare Builds, the job page, Pipelines and the trends of other pages ask. */
export const analyticsQuestions = {
  compareBuilds: (store: Store, input: { readonly a: string; readonly b: string }) => compareBuilds(store, input),
  jobTrend: (store: Store, input: JobTrendInput, nowMs: number) => jobTrend(store, input, nowMs),
  listStages: (store: Store, input: ListStagesInput, nowMs: number) => listStages(store, input, nowMs),
  recovery: (store: Store, input: RecoveryInput, nowMs: number) => recovery(store, input, nowMs),
  reruns: (store: Store, input: RecoveryInput, nowMs: number) => reruns(store, input, nowMs),
  stageDetail: (store: Store, input: StageDetailInput, nowMs: number) => stageDetail(store, input, nowMs),
  silentJobs: (store: Store, input: SilentJobsInput, nowMs: number) => silentJobs(store, input, nowMs),
};
