import type { ConnectionCode, ConnectionState } from './connection.ts';

const words = {
  active: 'Active',
  importing: 'Importing',
  paused: 'Paused',
  unauthorized: 'Unauthorized',
  forbidden: 'Forbidden',
  unreachable: 'Unreachable',
  tls_error: 'TLS error',
  not_jenkins: 'Not Jenkins',
  starting: 'Starting',
  failed: 'Failed',
} as const;
export type StateName = keyof typeof words;

/** What a failure makes of a connection; `null` = a warning, collection goes on. */
const stateOfCode: Record<ConnectionCode, StateName | null> = {
  unauthorized: 'unauthorized',
  anonymous_session: 'unauthorized',
  forbidden: 'forbidden',
  no_jobs_visible: null,
  timeout: 'unreachable',
  unreachable: 'unreachable',
  dns: 'unreachable',
  tls_untrusted: 'tls_error',
  tls_hostname: 'tls_error',
  tls_expired: 'tls_error',
  tls_protocol: 'tls_error',
  not_jenkins: 'not_jenkins',
  redirect_refused: 'not_jenkins',
  not_found: 'not_jenkins',
  unavailable: 'starting',
  rate_limited: 'failed',
  response_too_large: 'failed',
  bad_data: 'failed',
  address_denied: 'failed',
  secret_unreadable: 'failed',
  internal: 'failed',
};

const soundStates: readonly StateName[] = ['active', 'importing', 'paused'];

/** Whether a state is one of those that product and API call failed. */
export function isFailedState(state: StateName): boolean {
  return !soundStates.includes(state);
}

/** How a connection is, in one name and in the words that lists show. */
export function connectionStatus(
  isPaused: boolean,
  { lastProblem, phase }: Pick<ConnectionState, 'lastProblem' | 'phase'>,
): { readonly state: StateName; readonly status: string } {
  const failed = lastProblem === null ? null : stateOfCode[lastProblem.code];
  const state = isPaused ? 'paused' : (failed ?? (phase === 'done' ? 'active' : 'importing'));
  return { state, status: words[state] };
}
