import { z } from 'zod';
import { buildIdSchema, jobIdSchema, millisecondsSchema, resultSchema } from './common.ts';

const ms = millisecondsSchema.nullable();
const buildPointSchema = z.object({ id: buildIdSchema, number: z.int(), timestamp: z.string() });

/** Durations of a job, and where they changed for good. */
export const jobTrendSchema = z.object({
  points: z
    .array(
      buildPointSchema.extend({ result: resultSchema, duration: millisecondsSchema, branch: z.string().nullable() }),
    )
    .describe('SUCCESS, UNSTABLE and FAILURE builds, oldest first, the newest 2,000'),
  changes: z.array(
    buildPointSchema.extend({
      before: millisecondsSchema.describe('median before'),
      after: millisecondsSchema.describe('median from this build on'),
      ratio: z.number().describe('after ÷ before'),
    }),
  ),
});
export type JobTrend = z.infer<typeof jobTrendSchema>;

/** From the start of the first red build after green to the end of the next green one, per job and branch. */
export const recoverySchema = z.object({
  data: z.object({ recoveries: z.int(), open: z.int(), avg: ms, p50: ms, p95: ms }),
  rows: z
    .array(
      z.object({
        jobId: jobIdSchema,
        jobName: z.string(),
        instance: z.string(),
        branch: z.string().nullable(),
        redBuild: buildPointSchema,
        greenBuild: buildPointSchema.nullable().describe('null while it is red'),
        redBuilds: z.int(),
        time: millisecondsSchema.describe('until now while it is red'),
      }),
    )
    .describe('longest first, at most 100'),
});
export type Recovery = z.infer<typeof recoverySchema>;

/** Commits of a job that were built more than once. */
export const rerunsSchema = z.object({
  data: z.object({
    builds: z.int().describe('builds of a commit that had been built before'),
    minutes: z.number(),
    passedOnRerun: z.int().describe('commits that failed and then passed'),
  }),
  rows: z
    .array(
      z.object({
        jobId: jobIdSchema,
        jobName: z.string(),
        instance: z.string(),
        builds: z.int(),
        minutes: z.number(),
        passedOnRerun: z.int(),
      }),
    )
    .describe('by job, most minutes first, at most 100'),
});
export type Reruns = z.infer<typeof rerunsSchema>;

/** A job that used to run regularly and does not any more. */
export const silentJobSchema = z.object({
  jobId: jobIdSchema,
  jobName: z.string(),
  instance: z.string(),
  lastBuildId: buildIdSchema,
  lastBuildAt: z.string(),
  usualInterval: millisecondsSchema.describe('median between starts'),
  overdue: millisecondsSchema,
});
export type SilentJob = z.infer<typeof silentJobSchema>;
