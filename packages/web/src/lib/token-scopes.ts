import { type Role, roles, type Scope } from '@buildbutler/contract';

/** What a scope lets its holder do, and the role that may hand it out. */
export interface ScopeChoice {
  readonly scope: Scope;
  readonly effect: string;
  readonly role: Role;
}

const choices: readonly ScopeChoice[] = [
  { scope: 'read:jobs', effect: 'Read jobs and connections', role: 'viewer' },
  { scope: 'read:builds', effect: 'Read builds, branches and logs', role: 'viewer' },
  { scope: 'read:analytics', effect: 'Read figures and trends', role: 'viewer' },
  { scope: 'write:connections', effect: 'Add, change and remove connections', role: 'admin' },
  { scope: 'write:alerts', effect: 'Change notifications', role: 'editor' },
  { scope: 'admin', effect: 'Everything an administrator may', role: 'admin' },
];

/** The scopes a role may put into a token. */
export function scopesFor(role: Role): readonly ScopeChoice[] {
  return choices.filter((choice) => roles.indexOf(role) >= roles.indexOf(choice.role));
}

/** How long a token may live, in days, as the form offers it. */
export const lifetimes = [
  { days: 7, label: '7 days' },
  { days: 30, label: '30 days' },
  { days: 90, label: '90 days' },
  { days: 365, label: 'A year' },
] as const;

const dayMs = 86_400_000;

/** How a token's end is to be looked at: over, within two weeks, or later. */
export function expiryState(expiresAt: string, nowMs: number): 'expired' | 'soon' | 'later' {
  const left = Date.parse(expiresAt) - nowMs;
  if (left <= 0) return 'expired';
  return left <= 14 * dayMs ? 'soon' : 'later';
}

/** The instant some days from now, as the API takes it. */
export function inDays(days: number, nowMs: number): string {
  return new Date(nowMs + days * dayMs).toISOString();
}
