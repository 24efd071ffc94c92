import { z } from 'zod';
import { defineRoute } from '../route.ts';
import { filterQuerySchema, rangeSchema, timeZoneSchema } from '../schemas/common.ts';
import { exportWhats } from '../schemas/export.ts';
import { groupBys, groupSorts, liveSchema, metricsSchema } from '../schemas/metrics.ts';
import { recoverySchema, rerunsSchema, silentJobSchema } from '../schemas/trend.ts';

const tag = 'Analytics';
const access = { role: 'viewer', scope: 'read:analytics' } as const;

export const getMetrics = defineRoute({
  method: 'GET',
  path: '/api/v1/analytics/metrics',
  summary: 'Figures of all builds in a range, whole and by group',
  tag,
  access,
  query: filterQuerySchema.extend({
    range: rangeSchema.default('30d'),
    tz: timeZoneSchema.default('UTC'),
    group_by: z.enum(groupBys).optional(),
    compare: z.enum(['previous']).optional(),
    sort: z.enum(groupSorts).optional().describe('days come by key, other groups by builds, unless asked'),
    limit: z.coerce.number().int().min(1).max(5000).default(1000).describe('groups at most; days are never cut'),
  }),
  answer: { status: 200, schema: metricsSchema },
  errors: [],
});

export const getLive = defineRoute({
  method: 'GET',
  path: '/api/v1/live',
  summary: 'Counters that move: data version, running builds, imports',
  tag,
  access,
  answer: { status: 200, schema: liveSchema },
  errors: [],
});

export const listBranches = defineRoute({
  method: 'GET',
  path: '/api/v1/branches',
  summary: 'Branch names that builds ran on, most used first',
  tag,
  access: { role: 'viewer', scope: 'read:builds' },
  query: z.object({ q: z.string().max(200).optional(), limit: z.coerce.number().int().min(1).max(200).default(50) }),
  answer: { status: 200, schema: z.object({ data: z.array(z.string()) }) },
  errors: [],
});

const ranged = filterQuerySchema.extend({ range: rangeSchema.default('30d') });

export const getRecovery = defineRoute({
  method: 'GET',
  path: '/api/v1/analytics/recovery',
  summary: 'Time to recover: from red to green, per job and branch',
  tag,
  access,
  query: ranged,
  answer: { status: 200, schema: recoverySchema },
  errors: [],
});

export const getReruns = defineRoute({
  method: 'GET',
  path: '/api/v1/analytics/reruns',
  summary: 'Builds of commits that had been built before, and what they cost',
  tag,
  access,
  query: ranged,
  answer: { status: 200, schema: rerunsSchema },
  errors: [],
});

export const listSilentJobs = defineRoute({
  method: 'GET',
  path: '/api/v1/analytics/silent-jobs',
  summary: 'Jobs that used to run regularly and do not any more, longest overdue first',
  tag,
  access,
  query: filterQuerySchema.pick({ instance: true, folder: true, job: true, q: true, include: true }),
  answer: { status: 200, schema: z.object({ data: z.array(silentJobSchema) }) },
  errors: [],
});

export const exportAnalytics = defineRoute({
  method: 'GET',
  path: '/api/v1/analytics/export',
  summary: 'What a page shows as a file: rows as CSV or JSON, builds by day as a PNG picture',
  tag,
  access,
  query: ranged.extend({
    format: z.enum(['csv', 'json', 'png']).default('csv'),
    what: z.enum(exportWhats).default('builds').describe('png knows builds and metrics'),
    tz: timeZoneSchema.default('UTC'),
    theme: z.enum(['light', 'dark']).default('light').describe('of the picture'),
  }),
  answer: 'file',
  errors: ['unprocessable'],
});
