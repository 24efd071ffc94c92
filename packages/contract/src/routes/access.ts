import { z } from 'zod';
import { defineRoute } from '../route.ts';
import {
  accountLinkSchema,
  auditEntrySchema,
  auditQuerySchema,
  createdTokenSchema,
  endedSessionsSchema,
  invitationInputSchema,
  invitationSchema,
  openedLinkSchema,
  openLinkInputSchema,
  ownPasswordInputSchema,
  passwordInputSchema,
  redeemLinkInputSchema,
  sessionEntrySchema,
  sessionIdSchema,
  sessionInputSchema,
  sessionSchema,
  setupInputSchema,
  tokenInputSchema,
  tokenSchema,
  usernameParamSchema,
  userPatchSchema,
  userSchema,
} from '../schemas/access.ts';
import { pageMetaSchema, pageQuerySchema } from '../schemas/common.ts';

const tag = 'Access';
const admin = { role: 'admin', scope: null } as const;

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

const usernameParams = z.object({ username: usernameParamSchema });
const own = { role: 'viewer', scope: null } as const;

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

export const listUsers = defineRoute({
  method: 'GET',
  path: '/api/v1/users',
  summary: 'Users',
  tag,
  access: admin,
  answer: { status: 200, schema: z.object({ data: z.array(userSchema) }) },
  errors: [],
});

export const updateUser = defineRoute({
  method: 'PATCH',
  path: '/api/v1/users/:username',
  summary: 'Change the role of a user, disable or enable; disabling ends sessions and API tokens',
  tag,
  access: admin,
  params: usernameParams,
  body: userPatchSchema,
  answer: { status: 200, schema: userSchema },
  errors: ['not_found', 'conflict'],
});

export const removeUser = defineRoute({
  method: 'DELETE',
  path: '/api/v1/users/:username',
  summary: 'Remove a user with all sessions and API tokens',
  tag,
  access: admin,
  params: usernameParams,
  answer: 'none',
  errors: ['not_found', 'conflict'],
});

export const resetPassword = defineRoute({
  method: 'PUT',
  path: '/api/v1/users/:username/password',
  summary: 'Set a new password for a user and end all sessions of that user',
  tag,
  access: admin,
  params: usernameParams,
  body: passwordInputSchema,
  answer: 'none',
  errors: ['not_found'],
});

export const createResetLink = defineRoute({
  method: 'POST',
  path: '/api/v1/users/:username/reset-link',
  summary: 'Make a link with which a user sets a new password; it is shown this once and good for 72 hours',
  tag,
  access: admin,
  params: usernameParams,
  answer: { status: 201, schema: accountLinkSchema },
  errors: ['not_found', 'conflict'],
});

export const listUserSessions = defineRoute({
  method: 'GET',
  path: '/api/v1/users/:username/sessions',
  summary: 'Sessions of a user',
  tag,
  access: admin,
  params: usernameParams,
  answer: { status: 200, schema: z.object({ data: z.array(sessionEntrySchema) }) },
  errors: ['not_found'],
});

export const endUserSessions = defineRoute({
  method: 'DELETE',
  path: '/api/v1/users/:username/sessions',
  summary: 'End all sessions of a user',
  tag,
  access: admin,
  params: usernameParams,
  answer: { status: 200, schema: endedSessionsSchema },
  errors: ['not_found'],
});

export const listInvitations = defineRoute({
  method: 'GET',
  path: '/api/v1/invitations',
  summary: 'Invitations that nobody has used yet',
  tag,
  access: admin,
  answer: { status: 200, schema: z.object({ data: z.array(invitationSchema) }) },
  errors: [],
});

export const createInvitation = defineRoute({
  method: 'POST',
  path: '/api/v1/invitations',
  summary: 'Make a link that lets one person create an account; it is shown this once and good for 72 hours',
  tag,
  access: admin,
  body: invitationInputSchema,
  answer: { status: 201, schema: accountLinkSchema },
  errors: [],
});

export const withdrawInvitation = defineRoute({
  method: 'DELETE',
  path: '/api/v1/invitations/:id',
  summary: 'Withdraw an invitation; its link stops working',
  tag,
  access: admin,
  params: z.object({ id: z.coerce.number().int().min(1).max(2_147_483_647) }),
  answer: 'none',
  errors: ['not_found'],
});

export const openLink = defineRoute({
  method: 'POST',
  path: '/api/v1/account-link/open',
  summary: 'What the link of an invitation or of a password reset is for; does not use it up',
  tag,
  access: 'public',
  body: openLinkInputSchema,
  answer: { status: 200, schema: openedLinkSchema },
  errors: ['not_found', 'rate_limited'],
});

export const redeemLink = defineRoute({
  method: 'POST',
  path: '/api/v1/account-link/redeem',
  summary: 'Create the invited account, or set the new password; uses the link up and signs in',
  tag,
  access: 'public',
  body: redeemLinkInputSchema,
  answer: { status: 201, schema: sessionSchema },
  errors: ['not_found', 'conflict', 'unprocessable', 'rate_limited'],
});

export const listAudit = defineRoute({
  method: 'GET',
  path: '/api/v1/audit',
  summary: 'The audit log, newest first; lines are kept for 400 days',
  tag,
  access: admin,
  query: auditQuerySchema.extend(pageQuerySchema.shape),
  answer: { status: 200, schema: z.object({ data: z.array(auditEntrySchema), meta: pageMetaSchema }) },
  errors: [],
});

export const exportAudit = defineRoute({
  method: 'GET',
  path: '/api/v1/audit/export',
  summary: 'The audit log as CSV, newest first',
  tag,
  access: admin,
  query: auditQuerySchema,
  answer: 'file',
  errors: [],
});
