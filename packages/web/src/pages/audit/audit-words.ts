/** What an action of the audit log is, in a person's words; an action that is not here shows its own name. */
const words: Readonly<Record<string, string>> = {
  'setup.completed': 'Created the first administrator',
  'setup.refused': 'Wrong set-up token',
  'session.created': 'Signed in',
  'session.refused': 'Wrong password',
  'session.ended': 'Session ended',
  'session.others_ended': 'Ended own other sessions',
  'token.created': 'Created an API token',
  'token.revoked': 'Revoked an API token',
  'user.invited': 'Invited somebody',
  'user.invitation_withdrawn': 'Withdrew an invitation',
  'user.created': 'Accepted an invitation',
  'user.role_changed': 'Changed a role',
  'user.disabled': 'Disabled a user',
  'user.enabled': 'Enabled a user',
  'user.removed': 'Removed a user',
  'user.password_changed': 'Changed own password',
  'user.password_reset': 'Password reset',
  'user.reset_link_made': 'Made a reset link',
  'user.sessions_ended': 'Ended all sessions of a user',
  'user.link_refused': 'Wrong or old link',
  'secret_key.rotated': 'Replaced the master key',
  'connection.created': 'Added a connection',
  'connection.updated': 'Changed a connection',
  'connection.deleted': 'Removed a connection',
  'connection.tested': 'Tested a connection',
  'connection.paused': 'Paused a connection',
  'connection.resumed': 'Resumed a connection',
  'connection.hook_created': 'Made the secret for announced builds',
  'connection.hook_removed': 'Removed the secret for announced builds',
  'connection.sync_requested': 'Asked to sync',
  'flaky_rules.changed': 'Changed the flaky rules',
  'tests.tagged': 'Tagged tests',
  'failure.corrected': 'Corrected a failure category',
  'failure_rule.created': 'Added a failure rule',
  'failure_rule.updated': 'Changed a failure rule',
  'failure_rule.deleted': 'Removed a failure rule',
};

export function auditWords(action: string): string {
  return words[action] ?? action;
}

/** Was somebody kept out? Those lines are looked for first. */
export function isRefusal(action: string): boolean {
  return action.endsWith('.refused') || action.endsWith('_refused');
}

/** What the log can be narrowed to: groups of actions. */
export const auditGroups = [
  { value: '', label: 'Everything' },
  { value: 'session', label: 'Sign-ins and sessions' },
  { value: 'session.refused', label: 'Wrong passwords' },
  { value: 'user', label: 'Users' },
  { value: 'token', label: 'API tokens' },
  { value: 'connection', label: 'Connections' },
  { value: 'failure_rule', label: 'Failure rules' },
  { value: 'flaky_rules', label: 'Flaky rules' },
  { value: 'setup', label: 'Set-up' },
  { value: 'secret_key', label: 'Master key' },
] as const;

/** How far back one looks. */
export const auditSpans = [
  { value: '', label: 'All 400 days', days: null },
  { value: '1d', label: 'Last 24 hours', days: 1 },
  { value: '7d', label: 'Last 7 days', days: 7 },
  { value: '30d', label: 'Last 30 days', days: 30 },
  { value: '90d', label: 'Last 90 days', days: 90 },
] as const;

const dayMs = 86_400_000;
const minuteMs = 60_000;

/** Since when a span counts; steady for a minute, so that the question stays the same while a page is looked at. */
export function sinceOf(span: string, nowMs: number): string | undefined {
  const days = auditSpans.find(({ value }) => value === span)?.days ?? null;
  if (days === null) return undefined;
  return new Date(Math.floor(nowMs / minuteMs) * minuteMs - days * dayMs).toISOString();
}
