import { z } from 'zod';
import { buildIdSchema, jobIdSchema, millisecondsSchema, resultSchema } from './common.ts';

export const buildSorts = ['started', 'duration', 'queueTime'] as const;

export const causeKinds = ['user', 'timer', 'scm', 'upstream', 'branch', 'remote', 'replay', 'other'] as const;

const testCounts = z.object({ total: z.int(), passed: z.int(), failed: z.int(), skipped: z.int() });

/** One row of a table of builds. Durations are milliseconds, instants ISO 8601 in UTC. */
export const buildSummarySchema = z.object({
  id: buildIdSchema,
  jobId: jobIdSchema,
  jobName: z.string().describe('full name, folders separated by /'),
  instance: z.string(),
  number: z.int(),
  displayName: z.string().nullable(),
  result: resultSchema.nullable(),
  building: z.boolean(),
  timestamp: z.string(),
  duration: millisecondsSchema.nullable().describe('null while the build runs'),
  estimatedDuration: millisecondsSchema.nullable().describe('running builds only'),
  queueTime: millisecondsSchema.nullable(),
  branch: z.string().nullable(),
  commit: z.string().nullable(),
  agent: z.string().nullable(),
  cause: z.string().nullable().describe('the first cause in a few words'),
  causeKind: z.enum(causeKinds).nullable(),
  tests: testCounts.nullable(),
  failureCategory: z.string().nullable(),
  inJenkins: z.boolean().describe('false once the controller no longer has it'),
});
export type BuildSummary = z.infer<typeof buildSummarySchema>;

export const buildSchema = buildSummarySchema.extend({
  causes: z.array(
    z.object({
      kind: z.enum(causeKinds),
      text: z.string(),
      user: z.string().nullable(),
      upstream: z.object({ job: z.string(), number: z.int(), buildId: buildIdSchema.nullable() }).nullable(),
    }),
  ),
  downstream: z
    .array(
      z.object({
        job: z.string(),
        number: z.int(),
        buildId: buildIdSchema,
        result: resultSchema.nullable(),
        building: z.boolean(),
      }),
    )
    .describe('builds that this one has started on the same controller, oldest first, at most 50'),
  parameters: z.array(z.object({ name: z.string(), value: z.string().nullable(), isMasked: z.boolean() })),
  description: z.string().nullable(),
  pullRequest: z
    .object({
      number: z.string().nullable(),
      title: z.string().nullable(),
      author: z.string().nullable(),
      url: z.string().nullable(),
    })
    .nullable(),
  stages: z.array(
    z.object({ name: z.string(), duration: millisecondsSchema.nullable(), result: z.string().nullable() }),
  ),
  url: z.string().describe('the page of this build in Jenkins'),
  previousId: buildIdSchema.nullable(),
  nextId: buildIdSchema.nullable(),
});
export type Build = z.infer<typeof buildSchema>;
