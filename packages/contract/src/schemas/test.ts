import { z } from 'zod';
import { buildIdSchema, jobIdSchema, millisecondsSchema, rateSchema } from './common.ts';
import { testStatusNames } from './deep.ts';

const ms = millisecondsSchema.nullable();
export const testIdSchema = z.string().regex(/^t_[0-9a-z]{1,16}$/, 'expected a test id such as t_1x');
export const testTagSchema = z
  .string()
  .trim()
  .toLowerCase()
  .regex(/^[\p{L}\p{N}][\p{L}\p{N}._:-]{0,49}$/u, 'letters, digits and . _ : - only, 50 at most');

const buildPointSchema = z.object({ id: buildIdSchema, number: z.int(), jobId: jobIdSchema, jobName: z.string() });

/** A test over a range. Its identity: connection, project (a job, or all branches of a multibranch project), class, name. */
export const testSummarySchema = z.object({
  id: testIdSchema,
  name: z.string(),
  className: z.string().nullable(),
  project: z.string().describe('full name of the job, or of the multibranch project'),
  instance: z.string(),
  status: z.enum(testStatusNames).describe('in its last run'),
  lastBuild: buildPointSchema,
  lastRunAt: z.string(),
  failingSince: z.string().nullable().describe('start of the first failed run since it last passed'),
  runs: z.int().describe('with skips'),
  passed: z.int(),
  failed: z.int(),
  skipped: z.int(),
  passRate: rateSchema.describe('passed ÷ runs'),
  avgDuration: ms,
  tags: z.array(z.string()),
  isFlaky: z.boolean(),
  isVanished: z.boolean().describe('stands in no report any more since the last ten of its project'),
});
export type TestSummary = z.infer<typeof testSummarySchema>;
export const testSorts = ['name', 'lastRun', 'runs', 'failed', 'passRate', 'avgDuration'] as const;

export const testRunSchema = z.object({
  build: buildPointSchema,
  branch: z.string().nullable(),
  timestamp: z.string(),
  status: z.enum(testStatusNames),
  duration: ms,
  commit: z.string().nullable(),
  agent: z.string().nullable(),
  error: z.string().nullable(),
  stack: z.string().nullable(),
  isCut: z.boolean(),
});
export type TestRun = z.infer<typeof testRunSchema>;

export const testDetailSchema = testSummarySchema.extend({
  suite: z.string().nullable(),
  duration: z.object({ avg: ms, p50: ms, p95: ms, max: ms }),
  days: z.array(z.object({ key: z.string(), runs: z.int(), failed: z.int(), avg: ms, p95: ms })),
  timeline: z
    .array(
      z.object({
        buildId: buildIdSchema,
        number: z.int(),
        timestamp: z.string(),
        status: z.enum(testStatusNames),
        duration: ms,
      }),
    )
    .describe('the newest 100 runs, oldest first'),
  branches: z.array(z.object({ branch: z.string(), runs: z.int(), failed: z.int(), passRate: rateSchema })),
  errors: z
    .array(z.object({ title: z.string(), count: z.int(), lastBuildId: buildIdSchema }))
    .describe('its errors without numbers, most frequent first, at most 10'),
});
export type TestDetail = z.infer<typeof testDetailSchema>;

/** See the definition of a flaky test in docs/glossary.md. */
export const flakyRulesSchema = z.strictObject({
  runs: z.number().int().min(5).max(200).describe('newest runs that count, skips left out'),
  flips: z.number().int().min(1).max(100).describe('pass to fail or back: this many or more'),
  passRate: z.number().min(0.01).max(0.99).describe('or a pass rate below this'),
  minRuns: z.number().int().min(2).max(200).describe('with this many runs or more'),
});
export type FlakyRules = z.infer<typeof flakyRulesSchema>;

export const flakyTestSchema = testSummarySchema.extend({
  jobId: jobIdSchema,
  jobName: z.string(),
  branch: z.string().nullable(),
  flips: z.int(),
  lastFlipAt: z.string().nullable(),
  lastFlipBuildId: buildIdSchema.nullable(),
  reason: z.enum(['flips', 'pass_rate']),
  recent: z.string().describe('newest runs, oldest first: p passed, f failed'),
  reruns: z
    .object({ builds: z.int(), minutes: z.number() })
    .describe('builds of a commit that had failed by it before'),
});
export type FlakyTest = z.infer<typeof flakyTestSchema>;
export const flakySorts = ['flips', 'passRate', 'lastFlip', 'cost', 'name'] as const;

export const flakyTrendSchema = z.object({
  days: z.array(z.object({ key: z.string(), flips: z.int(), tests: z.int() })),
  meta: z.object({
    since: z.string(),
    until: z.string(),
    tz: z.string(),
    flakyTests: z.int(),
    rules: flakyRulesSchema,
  }),
});
export type FlakyTrend = z.infer<typeof flakyTrendSchema>;

export const flipSchema = z.object({
  test: z.object({ id: testIdSchema, name: z.string(), className: z.string().nullable() }),
  build: buildPointSchema,
  branch: z.string().nullable(),
  timestamp: z.string(),
  from: z.enum(['passed', 'failed']),
  to: z.enum(['passed', 'failed']),
});
export type Flip = z.infer<typeof flipSchema>;

/** A job or a stage that fails and passes on the same commit: flakiness where there is no test report. */
export const flakyJobSchema = z.object({
  kind: z.enum(['job', 'stage']),
  jobId: jobIdSchema,
  jobName: z.string(),
  instance: z.string(),
  stage: z.string().nullable(),
  branch: z.string().nullable(),
  runs: z.int(),
  flips: z.int(),
  passRate: rateSchema,
  passedOnRerun: z.int().describe('commits that failed and then passed'),
  lastFlipAt: z.string().nullable(),
  recent: z.string().describe('newest runs, oldest first: p green, f red'),
});
export type FlakyJob = z.infer<typeof flakyJobSchema>;
