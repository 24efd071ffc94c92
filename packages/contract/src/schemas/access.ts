import { z } from 'zod';

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

export const usernameSchema = z
  .string()
  .trim()
  .min(1)
  .max(64)
  .regex(/^[\p{L}\p{N}][\p{L}\p{N}._@+-]*$/u, 'letters, digits and . _ @ + - only');

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
  scopes: z.array(scopeSchema),
  expiresAt: z.string(),
  createdAt: z.string(),
  lastUsedAt: z.string().nullable(),
});
export const createdTokenSchema = tokenSchema.extend({ token: z.string().describe('bb_live_…, shown this once') });

export const userSchema = z.object({ username: z.string(), role: roleSchema, createdAt: z.string() });
export const passwordInputSchema = z.strictObject({ password: newPasswordSchema });
