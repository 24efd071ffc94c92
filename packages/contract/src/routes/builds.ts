import { z } from 'zod';
import { defineRoute } from '../route.ts';
import { buildSchema, buildSorts, buildSummarySchema } from '../schemas/build.ts';
import {
  buildIdSchema,
  filterQuerySchema,
  instantSchema,
  pageQuerySchema,
  rangeSchema,
  text,
} from '../schemas/common.ts';
import { comparisonSchema } from '../schemas/compare.ts';
import { buildChangesSchema, buildStagesSchema, buildTestsSchema, testStatusNames } from '../schemas/deep.ts';
import { fingerprintIdSchema } from '../schemas/failure.ts';

const tag = 'Builds';
const access = { role: 'viewer', scope: 'read:builds' } as const;
const params = z.object({ id: buildIdSchema });

export const listBuilds = defineRoute({
  method: 'GET',
  path: '/api/v1/builds',
  summary: 'Builds, newest first by page; or all of them in insertion order by cursor',
  tag,
  access,
  query: filterQuerySchema.extend({
    ...pageQuerySchema.shape,
    range: rangeSchema.optional(),
    since: instantSchema.optional(),
    until: instantSchema.optional(),
    building: z.enum(['true', 'false']).optional(),
    fingerprint: fingerprintIdSchema.optional().describe('only builds with this failure'),
    agent: text(200).optional().describe('name of the agent that they ran on'),
    number: z.coerce.number().int().min(1).max(2_147_483_647).optional().describe('only builds of this number'),
    sort: z.enum(buildSorts).default('started'),
    order: z.enum(['asc', 'desc']).default('desc'),
    cursor: z.string().max(100).optional().describe('empty to begin; then meta.next_cursor of the answer before'),
    limit: z.coerce.number().int().min(1).max(1000).optional().describe('rows per answer when reading by cursor'),
  }),
  answer: {
    status: 200,
    schema: z.object({
      data: z.array(buildSummarySchema),
      meta: z.object({
        page: z.int().optional(),
        per_page: z.int().optional(),
        total: z.int().optional(),
        next_cursor: z.string().nullable().optional(),
      }),
    }),
  },
  errors: [],
});

export const getBuild = defineRoute({
  method: 'GET',
  path: '/api/v1/builds/:id',
  summary: 'One build',
  tag,
  access,
  params,
  answer: { status: 200, schema: buildSchema },
  errors: ['not_found'],
});

export const getBuildLog = defineRoute({
  method: 'GET',
  path: '/api/v1/builds/:id/log',
  summary:
    'Console log as plain text, fetched from the controller; X-Log-Truncated: true when the cap of 20 MB cut it, X-Log-Source: kept when Jenkins no longer has it and only the end that was kept is sent',
  tag,
  access,
  params,
  query: z.object({ download: z.enum(['true']).optional() }),
  answer: 'text',
  errors: ['not_found', 'upstream_failed', 'unavailable'],
});

export const getBuildStages = defineRoute({
  method: 'GET',
  path: '/api/v1/builds/:id/stages',
  summary: 'Stages and parallel branches of a build; those of an older build are fetched when they are asked for',
  tag,
  access,
  params,
  answer: { status: 200, schema: buildStagesSchema },
  errors: ['not_found'],
});

export const listBuildTests = defineRoute({
  method: 'GET',
  path: '/api/v1/builds/:id/tests',
  summary: 'Test cases of a build, failed ones first with their errors',
  tag,
  access,
  params,
  query: pageQuerySchema.extend({
    status: z.enum(testStatusNames).optional(),
    q: z.string().max(200).optional().describe('part of the name, the class or the suite, ignoring case'),
  }),
  answer: { status: 200, schema: buildTestsSchema },
  errors: ['not_found'],
});

export const getBuildChanges = defineRoute({
  method: 'GET',
  path: '/api/v1/builds/:id/changes',
  summary: 'Commits that a build contains for the first time',
  tag,
  access,
  params,
  answer: { status: 200, schema: buildChangesSchema },
  errors: ['not_found'],
});

export const compareBuilds = defineRoute({
  method: 'GET',
  path: '/api/v1/builds/compare',
  summary: 'Two builds side by side: figures, stages, tests',
  tag,
  access,
  query: z.object({ a: buildIdSchema, b: buildIdSchema }),
  answer: { status: 200, schema: comparisonSchema },
  errors: ['not_found'],
});
