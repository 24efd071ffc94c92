import { z } from 'zod';
import { buildIdSchema, jobIdSchema, millisecondsSchema } from './common.ts';
import { changeSchema } from './deep.ts';

/** What kind of failure. Which one a build gets is decided by rules: the first that matches, in their order. */
export const failureCategories = [
  'test_failure',
  'compilation_error',
  'dependency_error',
  'infrastructure',
  'timeout',
  'scm_error',
  'configuration_error',
  'quality_gate',
  'deployment_error',
  'unknown',
] as const;
export const failureCategorySchema = z.enum(failureCategories);
export type FailureCategory = z.infer<typeof failureCategorySchema>;

export const fingerprintIdSchema = z.string().regex(/^f_[0-9a-z]{1,16}$/, 'expected a failure id such as f_1x');

/** What a category rests on. */
export const evidenceSchema = z.object({
  source: z.enum(['log', 'test', 'stage', 'cause']),
  text: z.string(),
  line: z
    .int()
    .nullable()
    .describe('line of the log as GET /builds/:id/log sends it, from 1; null when it is not known'),
});
export type Evidence = z.infer<typeof evidenceSchema>;

const buildPointSchema = z.object({ id: buildIdSchema, number: z.int(), timestamp: z.string() });

export const buildFailureSchema = z.object({
  state: z
    .enum(['classified', 'waiting', 'green'])
    .describe('waiting = log or tests have not been fetched yet; green = neither FAILURE nor UNSTABLE'),
  category: failureCategorySchema.nullable(),
  rule: z.string().nullable().describe('name of the rule that matched'),
  correctedBy: z.string().nullable().describe('who has set the category by hand'),
  sentence: z.string().nullable().describe('what happened, in one sentence'),
  stage: z.string().nullable(),
  evidence: z.array(evidenceSchema),
  fingerprint: z
    .object({
      id: fingerprintIdSchema,
      title: z.string(),
      count: z.int(),
      jobs: z.int(),
      firstSeenAt: z.string(),
      lastSeenAt: z.string(),
    })
    .nullable(),
  redSince: buildPointSchema.nullable().describe('first red build after green, same job and branch'),
  lastGreen: buildPointSchema.nullable(),
  blame: z
    .object({
      builds: z.int().describe('builds after the last green one, up to this one'),
      commits: z.array(changeSchema.extend({ buildId: buildIdSchema, number: z.int() })),
      hasMore: z.boolean(),
    })
    .describe('changes since the last green build, newest first'),
});
export type BuildFailure = z.infer<typeof buildFailureSchema>;

export const fingerprintSchema = z.object({
  id: fingerprintIdSchema,
  category: failureCategorySchema,
  title: z.string(),
  lines: z.array(z.string()).describe('the failing lines without times, paths and numbers'),
  count: z.int().describe('builds in the range'),
  jobs: z.int(),
  firstSeenAt: z.string().describe('ever'),
  lastSeenAt: z.string(),
  isNew: z.boolean().describe('first seen within the range'),
  minutesBurnt: z.number(),
  trend: z.array(z.int()).describe('builds per day of the range, at most the last 30'),
  lastBuild: z.object({ id: buildIdSchema, number: z.int(), jobId: jobIdSchema, jobName: z.string() }),
});
export type Fingerprint = z.infer<typeof fingerprintSchema>;
export const fingerprintSorts = ['count', 'jobs', 'firstSeen', 'lastSeen', 'minutesBurnt'] as const;

export const fingerprintDetailSchema = fingerprintSchema.extend({
  byJob: z.array(
    z.object({
      jobId: jobIdSchema,
      jobName: z.string(),
      instance: z.string(),
      count: z.int(),
      lastBuildId: buildIdSchema,
      lastNumber: z.int(),
      lastSeenAt: z.string(),
    }),
  ),
  byAgent: z.array(z.object({ agent: z.string().nullable(), count: z.int() })),
  byDay: z.array(z.object({ key: z.string(), count: z.int() })),
  example: z.array(evidenceSchema).describe('evidence of the newest build'),
});
export type FingerprintDetail = z.infer<typeof fingerprintDetailSchema>;

const byCategory = z.record(failureCategorySchema, z.int());

export const failureFiguresSchema = z.object({
  data: z.array(
    z.object({
      category: failureCategorySchema,
      builds: z.int(),
      jobs: z.int(),
      share: z.number().describe('of all classified builds, 0 to 1'),
      minutesBurnt: z.number(),
    }),
  ),
  days: z.array(z.object({ key: z.string(), byCategory })),
  meta: z.object({
    since: z.string(),
    until: z.string(),
    tz: z.string(),
    red: z.int().describe('FAILURE and UNSTABLE builds'),
    waiting: z.int().describe('of these, not classified yet'),
  }),
});
export type FailureFigures = z.infer<typeof failureFiguresSchema>;

/** Many failures with one reason that is not in the jobs themselves. */
export const burstSchema = z.object({
  kind: z.enum(['fingerprint', 'agent']),
  title: z.string(),
  category: failureCategorySchema.nullable(),
  fingerprintId: fingerprintIdSchema.nullable(),
  agent: z.string().nullable(),
  instance: z.string(),
  since: z.string(),
  until: z.string(),
  builds: z.int(),
  jobs: z.int(),
  minutesBurnt: z.number(),
  usual: z.number().nullable().describe('kind agent: failure rate of other agents meanwhile, 0 to 1'),
  rate: z.number().nullable().describe('kind agent: failure rate on this one'),
  jobNames: z.array(z.string()).describe('at most 10'),
});
export type Burst = z.infer<typeof burstSchema>;

export const failureRuleInputSchema = z.strictObject({
  name: z.string().trim().min(1).max(100),
  category: failureCategorySchema,
  pattern: z
    .string()
    .min(1)
    .max(500)
    .describe('regular expression of RE2, searched line by line in the end of the log'),
  ignoreCase: z.boolean().default(false),
  isEnabled: z.boolean().default(true),
  position: z
    .number()
    .int()
    .min(1)
    .max(1000)
    .optional()
    .describe('place among the own rules, which come before the built-in ones'),
});

export const failureRuleSchema = z.object({
  id: z.string().describe('a number for own rules; built-in ones have a name'),
  name: z.string(),
  category: failureCategorySchema,
  pattern: z.string(),
  ignoreCase: z.boolean(),
  isEnabled: z.boolean(),
  isBuiltIn: z.boolean(),
  position: z.int(),
  builds: z.int().describe('builds that it has classified in the last 30 days'),
});
export type FailureRule = z.infer<typeof failureRuleSchema>;

export const ruleTestInputSchema = z.strictObject({
  pattern: z.string().min(1).max(500),
  ignoreCase: z.boolean().default(false),
  text: z.string().max(262_144).optional(),
  buildId: buildIdSchema.optional(),
});
export const ruleTestSchema = z.object({
  ok: z.boolean(),
  message: z.string().nullable().describe('why the pattern cannot be used'),
  matches: z.array(z.object({ line: z.int(), text: z.string() })).describe('at most 50'),
  tookMs: millisecondsSchema,
});
