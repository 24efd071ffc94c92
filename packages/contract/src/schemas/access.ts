import { z } from 'zod';
import { instantSchema } from './common.ts';

export const roles = ['viewer', 'editor', 'admin'] as const;
export const roleSchema = z.enum(roles);
export type Role = z.infer<typeof roleSchema>;

export const scopes = [
  'read:jobs',
  'read:builds',
  'read:analytics',
  'write:connections',
  'write:alerts',
  'admin',
] as const;
export const scopeSchema = z.enum(scopes);
export type Scope = z.infer<typeof scopeSchema>;

const usernamePattern = /^[\p{L}\p{N}][\p{L}\p{N}._@+-]*$/u;

/** A user name as it is stored: in NFKC, so that what looks the same is written the same. */
export const usernameSchema = z
  .string()
  .max(200)
  .trim()
  .normalize('NFKC')
  .min(1)
  .max(64)
  .regex(usernamePattern, 'letters, digits and . _ @ + - only')
  .refine((name) => !/\p{Default_Ignorable_Code_Point}/u.test(name), 'has letters that nobody can see');

/** A user of the path; no name of a user is longer. */
export const usernameParamSchema = z.string().min(1).max(200);

/** New passwords: 15 characters or more, 1,024 at most. */
export const newPasswordSchema = z.string().min(15, 'use 15 characters or more').max(1024);

export const setupInputSchema = z.strictObject({
  token: z.string().max(200),
  username: usernameSchema,
  password: newPasswordSchema,
});
export const sessionInputSchema = z.strictObject({ username: z.string().max(200), password: z.string().max(1024) });

export const sessionSchema = z.object({ username: z.string(), role: roleSchema, expiresAt: z.string() });
export type Session = z.infer<typeof sessionSchema>;

export const tokenInputSchema = z.strictObject({
  name: z.string().trim().min(1).max(100),
  scopes: z.array(scopeSchema).min(1).max(scopes.length),
  expiresAt: z.iso.datetime({ offset: true }).optional(),
});
export const tokenSchema = z.object({
  id: z.int(),
  name: z.string(),
  username: z.string().describe('whose token it is: it reaches no further than this user'),
  scopes: z.array(scopeSchema),
  expiresAt: z.string(),
  createdAt: z.string(),
  lastUsedAt: z.string().nullable(),
});
export const createdTokenSchema = tokenSchema.extend({ token: z.string().describe('bb_live_…, shown this once') });

export const userSchema = z.object({
  username: z.string(),
  role: roleSchema,
  isDisabled: z.boolean(),
  createdAt: z.string(),
  lastSignInAt: z.string().nullable(),
});
export type User = z.infer<typeof userSchema>;

export const userPatchSchema = z
  .strictObject({ role: roleSchema.optional(), isDisabled: z.boolean().optional() })
  .refine((patch) => patch.role !== undefined || patch.isDisabled !== undefined, 'name role or isDisabled');

export const passwordInputSchema = z.strictObject({
  password: newPasswordSchema,
  revokeTokens: z.boolean().default(false).describe('true = API tokens of the user end as well; otherwise they stay'),
});
export const ownPasswordInputSchema = z.strictObject({
  currentPassword: z.string().max(1024),
  newPassword: newPasswordSchema,
});

export const accountLinkKinds = ['invitation', 'password_reset'] as const;
const linkSecretSchema = z.string().max(200);

export const invitationInputSchema = z.strictObject({
  role: roleSchema.default('viewer'),
  note: z.string().trim().max(100).default('').describe('whom it is for, so that the list says it'),
});
export const invitationSchema = z.object({
  id: z.int(),
  role: roleSchema,
  note: z.string(),
  createdBy: z.string(),
  createdAt: z.string(),
  expiresAt: z.string(),
  isExpired: z.boolean(),
});
export type Invitation = z.infer<typeof invitationSchema>;

/** A link that lets one person in once; it is shown this once. */
export const accountLinkSchema = z.object({
  kind: z.enum(accountLinkKinds),
  path: z.string().describe('/invite#token=…; the part behind # never reaches a server or a proxy'),
  url: z.string().nullable().describe('the whole link; null when BUILDBUTLER_PUBLIC_URL is not set'),
  expiresAt: z.string(),
});
export type AccountLink = z.infer<typeof accountLinkSchema>;

export const openLinkInputSchema = z.strictObject({ token: linkSecretSchema });
/** What the page of a link asks for. */
export const openedLinkSchema = z.object({
  kind: z.enum(accountLinkKinds),
  role: roleSchema,
  username: z.string().nullable().describe('null = the person chooses one'),
  expiresAt: z.string(),
});
export const redeemLinkInputSchema = z.strictObject({
  token: linkSecretSchema,
  username: usernameSchema.optional().describe('for an invitation'),
  password: newPasswordSchema,
});

export const sessionIdSchema = z.string().regex(/^s_[0-9a-f]{16}$/, 'expected a session id such as s_0123456789abcdef');
/** A signed-in browser. */
export const sessionEntrySchema = z.object({
  id: sessionIdSchema,
  createdAt: z.string(),
  lastSeenAt: z.string().describe('to about five minutes'),
  expiresAt: z.string(),
  network: z.string().nullable().describe('where it signed in, coarse: 192.0.2.x, 2001:db8:1::'),
  device: z.string().nullable().describe('Firefox 133 on Linux'),
  isCurrent: z.boolean(),
});
export type SessionEntry = z.infer<typeof sessionEntrySchema>;
export const endedSessionsSchema = z.object({ ended: z.int() });

export const auditQuerySchema = z.object({
  actor: z.string().max(200).optional().describe('who did it: a name, whole, in any case'),
  action: z.string().max(60).optional().describe('an action such as user.disabled, or a group such as user'),
  since: instantSchema.optional(),
  until: instantSchema.optional(),
});
export const auditEntrySchema = z.object({
  id: z.int(),
  at: z.string(),
  actor: z.string(),
  action: z.string(),
  subject: z.string().describe('what it was done to'),
  detail: z.string(),
  address: z.string().nullable().describe('where the request came from; null = this machine'),
  count: z.int().describe('how often within the hour: refused attempts share a line'),
  lastAt: z.string().describe('the last one of them'),
});
export type AuditEntry = z.infer<typeof auditEntrySchema>;
