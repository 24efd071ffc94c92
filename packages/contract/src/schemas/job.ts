import { z } from 'zod';
import { buildIdSchema, jobIdSchema, millisecondsSchema, rateSchema, resultSchema } from './common.ts';

export const jobKinds = [
  'freestyle',
  'pipeline',
  'multibranch-branch',
  'matrix',
  'matrix-configuration',
  'maven',
  'external',
  'other',
] as const;

export const jobSorts = [
  'name',
  'lastBuildAt',
  'builds',
  'failures',
  'successRate',
  'p50',
  'p95',
  'minutesBurnt',
  'redSince',
] as const;

/** One bar of a job's history strip. */
export const historyBarSchema = z.object({
  id: buildIdSchema,
  number: z.int(),
  result: resultSchema.nullable(),
  building: z.boolean(),
  timestamp: z.string(),
  duration: millisecondsSchema.nullable(),
});
export type HistoryBar = z.infer<typeof historyBarSchema>;

/** `successRate`, `builds`, `failures` and durations are over the asked range (30 days when none is asked). */
export const jobSummarySchema = z.object({
  id: jobIdSchema,
  name: z.string(),
  fullName: z.string(),
  instance: z.string(),
  folder: z.string().describe('"/" for the root, otherwise "/a/b"'),
  kind: z.enum(jobKinds),
  isDisabled: z.boolean(),
  inJenkins: z.boolean(),
  lastBuild: z.int().nullable(),
  lastBuildId: buildIdSchema.nullable(),
  lastResult: resultSchema.nullable(),
  lastBuildAt: z.string().nullable(),
  isBuilding: z.boolean(),
  redSince: z.string().nullable().describe('start of the first red build since the last green one'),
  redSinceBuild: z.int().nullable(),
  builds: z.int(),
  failures: z.int(),
  successRate: rateSchema,
  duration: z.object({
    avg: millisecondsSchema.nullable(),
    p50: millisecondsSchema.nullable(),
    p95: millisecondsSchema.nullable(),
  }),
  minutesBurnt: z.number().describe('minutes spent in UNSTABLE and FAILURE builds'),
  trend: z.array(historyBarSchema).describe('the newest 20 builds, oldest first'),
});
export type JobSummary = z.infer<typeof jobSummarySchema>;

export const jobSchema = jobSummarySchema.extend({
  url: z.string(),
  history: z.array(historyBarSchema).describe('the newest 60 builds, oldest first'),
  branches: z.array(
    z.object({
      branch: z.string(),
      builds: z.int(),
      successRate: rateSchema,
      p50: millisecondsSchema.nullable(),
      lastResult: resultSchema.nullable(),
    }),
  ),
  completeness: z.object({ known: z.int(), expected: z.int(), open: z.int(), lost: z.int() }),
});
export type Job = z.infer<typeof jobSchema>;
