import { z } from 'zod';
import { buildIdSchema, jobIdSchema, millisecondsSchema, rateSchema } from './common.ts';
import { stageStatusNames } from './deep.ts';

const ms = millisecondsSchema.nullable();

/** Figures of one stage over a range. Durations are those of runs that ended as success, unstable or failure. */
export const stageFiguresSchema = z.object({
  jobId: jobIdSchema.nullable().describe('null when stages of one name are taken together over jobs'),
  jobName: z.string().nullable(),
  instance: z.string(),
  stage: z.string().describe('names of the stages around it and its own, separated by " / "'),
  jobs: z.int(),
  runs: z.int(),
  failures: z.int(),
  successRate: rateSchema,
  avg: ms,
  min: ms,
  max: ms,
  p50: ms,
  p95: ms,
  pause: ms.describe('average time of waiting for a person'),
  criticalShare: rateSchema.describe('share of the builds in which it lay on the critical path'),
  criticalAvg: ms.describe('average time that it adds to the critical path of a build'),
});
export type StageFigures = z.infer<typeof stageFiguresSchema>;
export const stageSorts = ['stage', 'runs', 'failures', 'avg', 'p95', 'max', 'criticalAvg'] as const;

export const stageDetailSchema = z.object({
  data: stageFiguresSchema,
  histogram: z.array(z.object({ from: millisecondsSchema, to: millisecondsSchema, count: z.int() })),
  byHour: z
    .array(z.object({ hour: z.int(), runs: z.int(), avg: ms, p95: ms }))
    .describe('24 hours of the day in the time zone'),
  points: z
    .array(
      z.object({
        buildId: buildIdSchema,
        number: z.int(),
        timestamp: z.string(),
        duration: millisecondsSchema,
        status: z.enum(stageStatusNames),
      }),
    )
    .describe('one a build, oldest first, the newest 2,000'),
  meta: z.object({ since: z.string(), until: z.string(), tz: z.string(), builds: z.int() }),
});
export type StageDetail = z.infer<typeof stageDetailSchema>;
