import { z } from 'zod';
import { defineRoute } from '../route.ts';
import {
  createdTokenSchema,
  endedSessionsSchema,
  ownPasswordInputSchema,
  sessionEntrySchema,
  sessionIdSchema,
  sessionInputSchema,
  sessionSchema,
  setupInputSchema,
  tokenInputSchema,
  tokenSchema,
} from '../schemas/access.ts';

const tag = 'Access';
const own = { role: 'viewer', scope: null } as const;

export const getSetup = defineRoute({
  method: 'GET',
  path: '/api/v1/setup',
  summary: 'Is the first administrator still missing?',
  tag,
  access: 'public',
  answer: { status: 200, schema: z.object({ needed: z.boolean() }) },
  errors: [],
});

export const createFirstAdministrator = defineRoute({
  method: 'POST',
  path: '/api/v1/setup',
  summary: 'Create the first administrator with the one-time token; signs in',
  tag,
  access: 'public',
  body: setupInputSchema,
  answer: { status: 201, schema: sessionSchema },
  errors: ['forbidden', 'conflict', 'rate_limited'],
});

export const signIn = defineRoute({
  method: 'POST',
  path: '/api/v1/session',
  summary: 'Sign in; sets the session cookie',
  tag,
  access: 'public',
  body: sessionInputSchema,
  answer: { status: 201, schema: sessionSchema },
  errors: ['unauthorized', 'forbidden', 'rate_limited'],
});

export const getSession = defineRoute({
  method: 'GET',
  path: '/api/v1/session',
  summary: 'Who is signed in',
  tag,
  access: { role: 'viewer', scope: null },
  answer: { status: 200, schema: sessionSchema },
  errors: [],
});

export const signOut = defineRoute({
  method: 'DELETE',
  path: '/api/v1/session',
  summary: 'Sign out',
  tag,
  access: { role: 'viewer', scope: null },
  answer: 'none',
  errors: [],
});

export const listTokens = defineRoute({
  method: 'GET',
  path: '/api/v1/tokens',
  summary: 'API tokens of the signed-in user (of everybody, for administrators)',
  tag,
  access: { role: 'viewer', scope: null },
  answer: { status: 200, schema: z.object({ data: z.array(tokenSchema) }) },
  errors: [],
});

export const createToken = defineRoute({
  method: 'POST',
  path: '/api/v1/tokens',
  summary: 'Create an API token; it is shown this once',
  tag,
  access: { role: 'viewer', scope: null },
  body: tokenInputSchema,
  answer: { status: 201, schema: createdTokenSchema },
  errors: ['forbidden', 'unprocessable'],
});

export const revokeToken = defineRoute({
  method: 'DELETE',
  path: '/api/v1/tokens/:id',
  summary: 'Revoke an API token',
  tag,
  access: { role: 'viewer', scope: null },
  params: z.object({ id: z.coerce.number().int().min(1).max(2_147_483_647) }),
  answer: 'none',
  errors: ['not_found'],
});

export const changeOwnPassword = defineRoute({
  method: 'PUT',
  path: '/api/v1/session/password',
  summary: 'Change your own password; ends your other sessions and renews this one',
  tag,
  access: own,
  body: ownPasswordInputSchema,
  answer: 'none',
  errors: ['forbidden', 'unprocessable', 'rate_limited'],
});

export const listOwnSessions = defineRoute({
  method: 'GET',
  path: '/api/v1/sessions',
  summary: 'Your own sessions',
  tag,
  access: own,
  answer: { status: 200, schema: z.object({ data: z.array(sessionEntrySchema) }) },
  errors: [],
});

export const endOtherSessions = defineRoute({
  method: 'DELETE',
  path: '/api/v1/sessions',
  summary: 'End all your sessions but this one',
  tag,
  access: own,
  answer: { status: 200, schema: endedSessionsSchema },
  errors: [],
});

export const endSession = defineRoute({
  method: 'DELETE',
  path: '/api/v1/sessions/:id',
  summary: 'End one of your sessions (of anybody, for administrators)',
  tag,
  access: own,
  params: z.object({ id: sessionIdSchema }),
  answer: 'none',
  errors: ['not_found'],
});
