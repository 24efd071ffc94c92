import { z } from 'zod';
import { defineRoute } from '../route.ts';

const tag = 'System';

export const getHealth = defineRoute({
  method: 'GET',
  path: '/healthz',
  summary: 'The process is alive (does not touch the store)',
  tag,
  access: 'public',
  answer: { status: 200, schema: z.object({ status: z.literal('ok') }) },
  errors: [],
});

/** Answers 503 with the same shape and `ready: false` when something is missing. */
export const getReadiness = defineRoute({
  method: 'GET',
  path: '/readyz',
  summary: 'Ready to serve; 503 with reasons when not',
  tag,
  access: 'public',
  answer: { status: 200, schema: z.object({ ready: z.boolean(), reasons: z.array(z.string()) }) },
  errors: ['unavailable'],
});

export const getProcessFigures = defineRoute({
  method: 'GET',
  path: '/metrics',
  summary: 'Figures of this process and of the collection in the text format of Prometheus; no names',
  tag,
  access: 'public',
  answer: 'text',
  errors: ['unavailable'],
});

export const getOpenApi = defineRoute({
  method: 'GET',
  path: '/api/v1/openapi.json',
  summary: 'This API as OpenAPI 3.1',
  tag,
  access: 'public',
  answer: { status: 200, schema: z.record(z.string(), z.unknown()) },
  errors: [],
});
