import { z } from 'zod';
import { defineRoute } from '../route.ts';
import {
  filterQuerySchema,
  many,
  pageMetaSchema,
  pageQuerySchema,
  rangeSchema,
  timeZoneSchema,
} from '../schemas/common.ts';
import { testStatusNames } from '../schemas/deep.ts';
import {
  flakyJobSchema,
  flakyRulesSchema,
  flakySorts,
  flakyTestSchema,
  flakyTrendSchema,
  flipSchema,
  testDetailSchema,
  testIdSchema,
  testRunSchema,
  testSorts,
  testSummarySchema,
  testTagSchema,
} from '../schemas/test.ts';

const tag = 'Tests';
const access = { role: 'viewer', scope: 'read:analytics' } as const;
const change = { role: 'editor', scope: null } as const;
const order = z.enum(['asc', 'desc']);
const filters = filterQuerySchema.omit({ result: true, category: true }).extend({
  range: rangeSchema.default('30d'),
  tz: timeZoneSchema.default('UTC'),
});
const testFilters = filters.extend({
  test: z.string().max(200).optional().describe('part of the class or the name, ignoring case'),
  tag: many(testTagSchema).describe('has all of these'),
  withoutTag: many(testTagSchema).describe('has none of these'),
});
const params = z.object({ id: testIdSchema });

export const listTests = defineRoute({
  method: 'GET',
  path: '/api/v1/tests',
  summary: 'Tests that ran in a range, with their pass rate',
  tag,
  access,
  query: testFilters.extend({
    ...pageQuerySchema.shape,
    status: many(z.enum(testStatusNames)).describe('of the last run'),
    vanished: z.enum(['true']).optional().describe('only those that stand in no report any more'),
    sort: z.enum(testSorts).default('failed'),
    order: order.default('desc'),
  }),
  answer: { status: 200, schema: z.object({ data: z.array(testSummarySchema), meta: pageMetaSchema }) },
  errors: [],
});

export const getTest = defineRoute({
  method: 'GET',
  path: '/api/v1/tests/:id',
  summary: 'One test: figures, days, timeline, errors',
  tag,
  access,
  params,
  query: filters.pick({ range: true, tz: true, branch: true }),
  answer: { status: 200, schema: testDetailSchema },
  errors: ['not_found'],
});

export const listTestRuns = defineRoute({
  method: 'GET',
  path: '/api/v1/tests/:id/runs',
  summary: 'Runs of a test, newest first, with errors',
  tag,
  access,
  params,
  query: filters.pick({ branch: true }).extend({
    status: z.enum(testStatusNames).optional(),
    cursor: z.string().max(100).optional().describe('empty to begin; then meta.next_cursor of the answer before'),
    limit: z.coerce.number().int().min(1).max(200).default(50),
  }),
  answer: {
    status: 200,
    schema: z.object({ data: z.array(testRunSchema), meta: z.object({ next_cursor: z.string().nullable() }) }),
  },
  errors: ['not_found'],
});

export const listTestTags = defineRoute({
  method: 'GET',
  path: '/api/v1/tests/tags',
  summary: 'Tags in use',
  tag,
  access,
  answer: { status: 200, schema: z.object({ data: z.array(z.object({ tag: z.string(), tests: z.int() })) }) },
  errors: [],
});

export const changeTestTags = defineRoute({
  method: 'PUT',
  path: '/api/v1/tests/tags',
  summary: 'Add tags to many tests, and remove tags from them',
  tag,
  access: change,
  body: z.strictObject({
    tests: z.array(testIdSchema).min(1).max(1000),
    add: z.array(testTagSchema).max(20).default([]),
    remove: z.array(testTagSchema).max(20).default([]),
  }),
  answer: { status: 200, schema: z.object({ changed: z.int().describe('tests whose tags are others now') }) },
  errors: ['not_found', 'unprocessable'],
});

export const listFlakyTests = defineRoute({
  method: 'GET',
  path: '/api/v1/tests/flaky',
  summary: 'Flaky tests by the rules of the settings, worst first; the range says when they ran last',
  tag,
  access,
  query: testFilters.extend({
    ...pageQuerySchema.shape,
    sort: z.enum(flakySorts).default('flips'),
    order: order.default('desc'),
  }),
  answer: { status: 200, schema: z.object({ data: z.array(flakyTestSchema), meta: pageMetaSchema }) },
  errors: [],
});

export const getFlakyTrend = defineRoute({
  method: 'GET',
  path: '/api/v1/analytics/flaky',
  summary: 'Flips of flaky tests by day',
  tag,
  access,
  query: testFilters,
  answer: { status: 200, schema: flakyTrendSchema },
  errors: [],
});

export const listFlips = defineRoute({
  method: 'GET',
  path: '/api/v1/analytics/flaky/flips',
  summary: 'Each flip of a flaky test in a range, newest first',
  tag,
  access,
  query: testFilters.extend(pageQuerySchema.shape),
  answer: { status: 200, schema: z.object({ data: z.array(flipSchema), meta: pageMetaSchema }) },
  errors: [],
});

export const listFlakyJobs = defineRoute({
  method: 'GET',
  path: '/api/v1/analytics/flaky-jobs',
  summary: 'Jobs and stages that fail and pass on the same commit, worst first',
  tag,
  access,
  query: filters.extend(pageQuerySchema.shape),
  answer: { status: 200, schema: z.object({ data: z.array(flakyJobSchema), meta: pageMetaSchema }) },
  errors: [],
});

export const getFlakyRules = defineRoute({
  method: 'GET',
  path: '/api/v1/settings/flaky',
  summary: 'When a test counts as flaky',
  tag,
  access,
  answer: { status: 200, schema: flakyRulesSchema },
  errors: [],
});

export const setFlakyRules = defineRoute({
  method: 'PUT',
  path: '/api/v1/settings/flaky',
  summary: 'Change when a test counts as flaky',
  tag,
  access: change,
  body: flakyRulesSchema,
  answer: { status: 200, schema: flakyRulesSchema },
  errors: [],
});
