import { z } from 'zod';
import { defineRoute } from '../route.ts';
import {
  buildIdSchema,
  filterQuerySchema,
  pageMetaSchema,
  pageQuerySchema,
  rangeSchema,
  timeZoneSchema,
} from '../schemas/common.ts';
import {
  buildFailureSchema,
  burstSchema,
  failureCategorySchema,
  failureFiguresSchema,
  failureRuleInputSchema,
  failureRuleSchema,
  fingerprintDetailSchema,
  fingerprintIdSchema,
  fingerprintSchema,
  fingerprintSorts,
  ruleTestInputSchema,
  ruleTestSchema,
} from '../schemas/failure.ts';

const tag = 'Failures';
const access = { role: 'viewer', scope: 'read:analytics' } as const;
const change = { role: 'editor', scope: null } as const;
const ranged = filterQuerySchema.extend({
  range: rangeSchema.default('30d'),
  tz: timeZoneSchema.default('UTC'),
});
const ruleParams = z.object({ id: z.coerce.number().int().min(1).max(2_147_483_647) });

export const getBuildFailure = defineRoute({
  method: 'GET',
  path: '/api/v1/builds/:id/failure',
  summary: 'Why a build is red: category, evidence, fingerprint, changes since it was green',
  tag,
  access: { role: 'viewer', scope: 'read:builds' },
  params: z.object({ id: buildIdSchema }),
  answer: { status: 200, schema: buildFailureSchema },
  errors: ['not_found'],
});

export const setBuildFailure = defineRoute({
  method: 'PUT',
  path: '/api/v1/builds/:id/failure',
  summary: 'Correct the category of a red build; null = let the rules decide again',
  tag,
  access: change,
  params: z.object({ id: buildIdSchema }),
  body: z.strictObject({ category: failureCategorySchema.nullable() }),
  answer: { status: 200, schema: buildFailureSchema },
  errors: ['not_found', 'conflict'],
});

export const listFailures = defineRoute({
  method: 'GET',
  path: '/api/v1/failures',
  summary: 'Equal failures of any job taken together, most frequent first',
  tag,
  access,
  query: ranged.extend({
    ...pageQuerySchema.shape,
    text: z.string().max(200).optional().describe('part of the failing lines, ignoring case'),
    new: z.enum(['true']).optional().describe('only those first seen within the range'),
    sort: z.enum(fingerprintSorts).default('count'),
    order: z.enum(['asc', 'desc']).default('desc'),
  }),
  answer: { status: 200, schema: z.object({ data: z.array(fingerprintSchema), meta: pageMetaSchema }) },
  errors: [],
});

export const getFailure = defineRoute({
  method: 'GET',
  path: '/api/v1/failures/:id',
  summary: 'One failure: where, when, on which agents',
  tag,
  access,
  params: z.object({ id: fingerprintIdSchema }),
  query: ranged,
  answer: { status: 200, schema: fingerprintDetailSchema },
  errors: ['not_found'],
});

export const getFailureFigures = defineRoute({
  method: 'GET',
  path: '/api/v1/analytics/failures',
  summary: 'Red builds by category, whole and by day',
  tag,
  access,
  query: ranged,
  answer: { status: 200, schema: failureFiguresSchema },
  errors: [],
});

export const listBursts = defineRoute({
  method: 'GET',
  path: '/api/v1/analytics/bursts',
  summary: 'Failures of the environment: one failure in unrelated jobs at once, or one bad agent; newest first',
  tag,
  access,
  query: ranged,
  answer: { status: 200, schema: z.object({ data: z.array(burstSchema) }) },
  errors: [],
});

export const listFailureRules = defineRoute({
  method: 'GET',
  path: '/api/v1/failure-rules',
  summary: 'Rules that give red builds their category, in the order in which they are tried',
  tag,
  access,
  answer: { status: 200, schema: z.object({ data: z.array(failureRuleSchema) }) },
  errors: [],
});

export const createFailureRule = defineRoute({
  method: 'POST',
  path: '/api/v1/failure-rules',
  summary: 'Add a rule; builds of the last 30 days are classified again',
  tag,
  access: change,
  body: failureRuleInputSchema,
  answer: { status: 201, schema: failureRuleSchema },
  errors: ['unprocessable', 'conflict'],
});

export const updateFailureRule = defineRoute({
  method: 'PATCH',
  path: '/api/v1/failure-rules/:id',
  summary: 'Change a rule',
  tag,
  access: change,
  params: ruleParams,
  body: z.strictObject({
    name: failureRuleInputSchema.shape.name.optional(),
    category: failureCategorySchema.optional(),
    pattern: failureRuleInputSchema.shape.pattern.optional(),
    ignoreCase: z.boolean().optional(),
    isEnabled: z.boolean().optional(),
    position: failureRuleInputSchema.shape.position,
  }),
  answer: { status: 200, schema: failureRuleSchema },
  errors: ['not_found', 'unprocessable'],
});

export const deleteFailureRule = defineRoute({
  method: 'DELETE',
  path: '/api/v1/failure-rules/:id',
  summary: 'Remove a rule',
  tag,
  access: change,
  params: ruleParams,
  answer: 'none',
  errors: ['not_found'],
});

export const testFailureRule = defineRoute({
  method: 'POST',
  path: '/api/v1/failure-rules/test',
  summary: 'Try a pattern on a text, or on the kept log of a build, without saving it',
  tag,
  access: change,
  body: ruleTestInputSchema,
  answer: { status: 200, schema: ruleTestSchema },
  errors: ['not_found'],
});
