import { z } from 'zod';
import { defineRoute } from '../route.ts';
import { filterQuerySchema, pageMetaSchema, pageQuerySchema, rangeSchema, timeZoneSchema } from '../schemas/common.ts';
import { stageDetailSchema, stageFiguresSchema, stageSorts } from '../schemas/stage-figures.ts';

const tag = 'Pipelines';
const access = { role: 'viewer', scope: 'read:analytics' } as const;
const ranged = filterQuerySchema.extend({
  range: rangeSchema.default('30d'),
  tz: timeZoneSchema.default('UTC'),
});

export const listStages = defineRoute({
  method: 'GET',
  path: '/api/v1/analytics/stages',
  summary: 'Stages with their durations over a range',
  tag,
  access,
  query: ranged.extend({
    ...pageQuerySchema.shape,
    by: z.enum(['job', 'stage']).default('job').describe('stage = stages of one name are taken together over jobs'),
    stage: z.string().max(500).optional().describe('part of the name, ignoring case'),
    sort: z.enum(stageSorts).default('criticalAvg'),
    order: z.enum(['asc', 'desc']).default('desc'),
  }),
  answer: { status: 200, schema: z.object({ data: z.array(stageFiguresSchema), meta: pageMetaSchema }) },
  errors: [],
});

export const getStage = defineRoute({
  method: 'GET',
  path: '/api/v1/analytics/stages/detail',
  summary: 'One stage: histogram, time of day, one point a build',
  tag,
  access,
  query: ranged.extend({ stage: z.string().min(1).max(500) }),
  answer: { status: 200, schema: stageDetailSchema },
  errors: ['not_found'],
});
