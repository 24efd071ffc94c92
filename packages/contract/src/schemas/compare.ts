import { z } from 'zod';
import { buildSummarySchema } from './build.ts';
import { millisecondsSchema } from './common.ts';
import { testStatusNames } from './deep.ts';
import { testIdSchema } from './test.ts';

const status = z.enum(testStatusNames).nullable().describe('null = not in this build');

const comparedTestSchema = z.object({
  id: testIdSchema,
  name: z.string(),
  className: z.string().nullable(),
  a: status,
  b: status,
  durationA: millisecondsSchema.nullable(),
  durationB: millisecondsSchema.nullable(),
  error: z.string().nullable().describe('in b, else in a'),
  isFlaky: z.boolean(),
});
export type ComparedTest = z.infer<typeof comparedTestSchema>;

const group = z.object({ count: z.int(), data: z.array(comparedTestSchema).describe('at most 200') });

/** Two builds side by side; `b` is usually the newer one. */
export const comparisonSchema = z.object({
  a: buildSummarySchema,
  b: buildSummarySchema,
  metrics: z.array(
    z.object({
      key: z.string().describe('total, passed, failed, skipped, passRate, duration, queueTime, stage:<name>'),
      label: z.string(),
      unit: z.enum(['count', 'ms', 'rate']),
      a: z.number().nullable(),
      b: z.number().nullable(),
      delta: z.number().nullable(),
      isWorse: z.boolean().nullable().describe('null = neither better nor worse'),
    }),
  ),
  tests: z
    .object({
      regressions: group.describe('passed in a, failed in b'),
      fixed: group.describe('failed in a, passed in b'),
      added: group.describe('only in b'),
      removed: group.describe('only in a'),
      flaky: group.describe('known as flaky and differing: in none of the other groups'),
      other: group.describe('other changes, such as skipped'),
    })
    .nullable()
    .describe('null when one of them has no test report'),
  changes: z.object({ commits: z.int().nullable().describe('between them, when they are of one job') }),
});
export type Comparison = z.infer<typeof comparisonSchema>;
