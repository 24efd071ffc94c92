import { z } from 'zod';
import { defineRoute } from '../route.ts';
import { buildSummarySchema } from '../schemas/build.ts';
import {
  filterQuerySchema,
  instantSchema,
  jobIdSchema,
  many,
  pageMetaSchema,
  pageQuerySchema,
  rangeSchema,
  resultSchema,
  text,
} from '../schemas/common.ts';
import { jobSchema, jobSorts, jobSummarySchema } from '../schemas/job.ts';
import { jobTrendSchema } from '../schemas/trend.ts';

const tag = 'Jobs';
const access = { role: 'viewer', scope: 'read:jobs' } as const;

export const listJobs = defineRoute({
  method: 'GET',
  path: '/api/v1/jobs',
  summary: 'Jobs with their last result and figures over a range',
  tag,
  access,
  query: filterQuerySchema.omit({ result: true }).extend({
    ...pageQuerySchema.shape,
    range: rangeSchema.default('30d'),
    lastResult: many(resultSchema),
    red: z.enum(['true']).optional().describe('only jobs with a FAILURE or UNSTABLE build and no SUCCESS since'),
    sort: z.enum(jobSorts).default('name'),
    order: z.enum(['asc', 'desc']).default('asc'),
  }),
  answer: { status: 200, schema: z.object({ data: z.array(jobSummarySchema), meta: pageMetaSchema }) },
  errors: [],
});

export const getJob = defineRoute({
  method: 'GET',
  path: '/api/v1/jobs/:id',
  summary: 'One job with history strip, branches and completeness',
  tag,
  access,
  params: z.object({ id: jobIdSchema }),
  query: z.object({ range: rangeSchema.default('30d') }),
  answer: { status: 200, schema: jobSchema },
  errors: ['not_found'],
});

export const listJobBuilds = defineRoute({
  method: 'GET',
  path: '/api/v1/jobs/:jobId/builds',
  summary: 'Builds of one job, newest first',
  tag,
  access: { role: 'viewer', scope: 'read:builds' },
  params: z.object({ jobId: jobIdSchema }),
  query: pageQuerySchema.extend({
    result: many(resultSchema),
    branch: text(500).optional(),
    since: instantSchema.optional(),
    until: instantSchema.optional(),
  }),
  answer: { status: 200, schema: z.object({ data: z.array(buildSummarySchema), meta: pageMetaSchema }) },
  errors: ['not_found'],
});

export const getJobTrend = defineRoute({
  method: 'GET',
  path: '/api/v1/jobs/:id/trend',
  summary: 'Durations of a job build by build, and where they changed for good',
  tag,
  access,
  params: z.object({ id: jobIdSchema }),
  query: z.object({ range: rangeSchema.default('30d'), branch: text(500).optional() }),
  answer: { status: 200, schema: jobTrendSchema },
  errors: ['not_found'],
});
