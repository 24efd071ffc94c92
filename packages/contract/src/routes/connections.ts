import { z } from 'zod';
import { defineRoute } from '../route.ts';
import {
  connectionInputSchema,
  connectionPatchSchema,
  connectionSchema,
  connectionTestInputSchema,
  connectionTestSchema,
} from '../schemas/connection.ts';

const params = z.object({ id: z.coerce.number().int().min(1).max(2_147_483_647) });
const read = { role: 'viewer', scope: 'read:jobs' } as const;
const write = { role: 'admin', scope: 'write:connections' } as const;
const one = { status: 200, schema: connectionSchema } as const;
const test = { status: 200, schema: connectionTestSchema } as const;
const tag = 'Connections';

export const listConnections = defineRoute({
  method: 'GET',
  path: '/api/v1/connections',
  summary: 'All connections with their state',
  tag,
  access: read,
  answer: { status: 200, schema: z.object({ data: z.array(connectionSchema) }) },
  errors: [],
});

export const createConnection = defineRoute({
  method: 'POST',
  path: '/api/v1/connections',
  summary: 'Add a Jenkins instance; the first sync starts at once',
  tag,
  access: write,
  body: connectionInputSchema,
  answer: { status: 201, schema: connectionSchema },
  errors: ['conflict', 'unprocessable', 'unavailable'],
});

export const testUnsavedConnection = defineRoute({
  method: 'POST',
  path: '/api/v1/connections/test',
  summary: 'Try a connection before it is saved; always 200, the answer says what happened',
  tag,
  access: write,
  body: connectionTestInputSchema,
  answer: test,
  errors: [],
});

export const getConnection = defineRoute({
  method: 'GET',
  path: '/api/v1/connections/:id',
  summary: 'One connection',
  tag,
  access: read,
  params,
  answer: one,
  errors: ['not_found'],
});

export const updateConnection = defineRoute({
  method: 'PATCH',
  path: '/api/v1/connections/:id',
  summary: 'Change a connection; a new URL, user name, TLS mode or CA certificate needs the token again',
  tag,
  access: write,
  params,
  body: connectionPatchSchema,
  answer: one,
  errors: ['not_found', 'conflict', 'unprocessable', 'unavailable'],
});

export const deleteConnection = defineRoute({
  method: 'DELETE',
  path: '/api/v1/connections/:id',
  summary: 'Remove a connection; its history goes only with deleteHistory=true',
  tag,
  access: write,
  params,
  query: z.object({
    confirm: z.string().max(200).describe("the connection's name"),
    deleteHistory: z.enum(['true', 'false']).default('false'),
  }),
  answer: 'none',
  errors: ['not_found', 'unprocessable'],
});

const action = (verb: string, summary: string) =>
  ({
    method: 'POST',
    path: `/api/v1/connections/:id/${verb}`,
    summary,
    tag,
    access: write,
    params,
    errors: ['not_found'],
  }) as const;

export const testConnection = defineRoute({
  ...action('test', 'Try a saved connection; always 200, the answer says what happened'),
  path: '/api/v1/connections/:id/test',
  answer: test,
});
export const syncConnection = defineRoute({
  ...action('sync', 'Fetch now; a conflict while paused'),
  path: '/api/v1/connections/:id/sync',
  answer: one,
  errors: ['not_found', 'conflict'],
});
export const pauseConnection = defineRoute({
  ...action('pause', 'Stop fetching'),
  path: '/api/v1/connections/:id/pause',
  answer: one,
});
export const resumeConnection = defineRoute({
  ...action('resume', 'Fetch again'),
  path: '/api/v1/connections/:id/resume',
  answer: one,
});
