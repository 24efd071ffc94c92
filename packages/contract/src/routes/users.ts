import { z } from 'zod';
import { defineRoute } from '../route.ts';
import {
  accountLinkSchema,
  endedSessionsSchema,
  invitationInputSchema,
  invitationSchema,
  openedLinkSchema,
  openLinkInputSchema,
  passwordInputSchema,
  redeemLinkInputSchema,
  sessionEntrySchema,
  sessionSchema,
  usernameParamSchema,
  userPatchSchema,
  userSchema,
} from '../schemas/access.ts';

const tag = 'Access';
const admin = { role: 'admin', scope: null } as const;
const usernameParams = z.object({ username: usernameParamSchema });

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
