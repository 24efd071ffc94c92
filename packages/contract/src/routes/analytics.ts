import { z } from 'zod';
import { defineRoute } from '../route.ts';
import { filterQuerySchema, rangeSchema, timeZoneSchema } from '../schemas/common.ts';
import { groupBys, groupSorts, liveSchema, metricsSchema } from '../schemas/metrics.ts';

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
