import { z } from 'zod';
import { defineRoute } from '../route.ts';

const connectionId = z.coerce.number().int().min(1).max(2_147_483_647);
const tag = 'Connections';
const write = { role: 'admin', scope: 'write:connections' } as const;

export const announceBuild = defineRoute({
  method: 'POST',
  path: '/api/v1/hooks/jenkins/:connection',
  summary:
    'Jenkins announces a build: BuildButler looks at it at once. Needs the secret of the connection, as X-BuildButler-Secret or ?secret=',
  tag,
  access: 'public',
  params: z.object({ connection: connectionId }),
  query: z.object({
    secret: z.string().max(200).optional(),
    job: z.string().max(2_000).optional().describe('full name of the job, as JOB_NAME has it'),
    number: z.string().max(20).optional().describe('number of the build, as BUILD_NUMBER has it'),
  }),
  body: z
    .looseObject({})
    .optional()
    .describe(
      'what the Notification plugin sends, or any JSON with the job and the number in it; nothing of it is believed',
    ),
  answer: { status: 202, schema: z.object({ accepted: z.literal(true) }) },
  errors: ['unauthorized', 'rate_limited'],
});

export const createConnectionHook = defineRoute({
  method: 'POST',
  path: '/api/v1/connections/:id/hook',
  summary: 'Make the secret with which Jenkins announces builds; shown once, and the one before it ends',
  tag,
  access: write,
  params: z.object({ id: connectionId }),
  answer: {
    status: 201,
    schema: z.object({ path: z.string().describe('where builds are announced'), secret: z.string() }),
  },
  errors: ['not_found'],
});

export const deleteConnectionHook = defineRoute({
  method: 'DELETE',
  path: '/api/v1/connections/:id/hook',
  summary: 'Announcements of builds are no longer accepted',
  tag,
  access: write,
  params: z.object({ id: connectionId }),
  answer: 'none',
  errors: ['not_found'],
});
