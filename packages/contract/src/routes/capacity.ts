import { z } from 'zod';
import { defineRoute } from '../route.ts';
import { agentFiguresSchema, agentSchema, agentSorts, agentStates } from '../schemas/agent.ts';
import {
  filterQuerySchema,
  many,
  pageMetaSchema,
  pageQuerySchema,
  rangeSchema,
  timeZoneSchema,
} from '../schemas/common.ts';
import { queueFiguresSchema, queueItemSchema } from '../schemas/queue.ts';

const access = { role: 'viewer', scope: 'read:analytics' } as const;
const ranged = filterQuerySchema.pick({ instance: true, folder: true, job: true, q: true }).extend({
  range: rangeSchema.default('30d'),
  tz: timeZoneSchema.default('UTC'),
});

export const listQueue = defineRoute({
  method: 'GET',
  path: '/api/v1/queue',
  summary: 'What waits now, longest first',
  tag: 'Queue',
  access,
  query: filterQuerySchema
    .pick({ instance: true, folder: true, job: true, q: true })
    .extend({ ...pageQuerySchema.shape, label: z.string().max(500).optional() }),
  answer: {
    status: 200,
    schema: z.object({
      data: z.array(queueItemSchema),
      meta: pageMetaSchema.extend({ asOf: z.string().nullable().describe('when the queue was looked at last') }),
    }),
  },
  errors: [],
});

export const getQueueFigures = defineRoute({
  method: 'GET',
  path: '/api/v1/analytics/queue',
  summary: 'Waits over a range: depth, reasons, labels, jobs',
  tag: 'Queue',
  access,
  query: ranged,
  answer: { status: 200, schema: queueFiguresSchema },
  errors: [],
});

export const listAgents = defineRoute({
  method: 'GET',
  path: '/api/v1/agents',
  summary: 'Agents with state, reliability and utilisation',
  tag: 'Agents',
  access,
  query: ranged.pick({ instance: true, range: true, tz: true }).extend({
    ...pageQuerySchema.shape,
    agent: z.string().max(200).optional().describe('part of the name, ignoring case'),
    label: z.string().max(200).optional(),
    state: many(z.enum(agentStates)).describe('gone ones are left out unless asked for'),
    sort: z.enum(agentSorts).default('state'),
    order: z.enum(['asc', 'desc']).default('desc'),
  }),
  answer: { status: 200, schema: z.object({ data: z.array(agentSchema), meta: pageMetaSchema }) },
  errors: [],
});

export const getAgentFigures = defineRoute({
  method: 'GET',
  path: '/api/v1/analytics/agents',
  summary: 'Capacity now by label, and by day',
  tag: 'Agents',
  access,
  query: ranged.pick({ instance: true, range: true, tz: true }),
  answer: { status: 200, schema: agentFiguresSchema },
  errors: [],
});
