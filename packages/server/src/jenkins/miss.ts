import type { ConnectionCode, ConnectionProblem } from '../core/connection.ts';
import type { OutboundFailure } from '../outbound/failure.ts';
import { connectionProblem } from './connection-problem.ts';

/**
 * What a request without a usable answer means for the next one:
 * `absent` 404 · `denied` not for us, only this item · `barred` not for us at all, until a person acts · `starting` start-up page ·
 * `overtaxed` no answer in time · `oversized` answer or address too long · `broken` Jenkins failed while answering ·
 * `lost` the transport failed and may work the next time · `throttled` asked to slow down · `foreign` somebody else answers ·
 * `untrusted` certificate or address rules · `paused` not sent at all while the circuit is open · `cancelled` · `internal`.
 */
export type MissReason =
  | 'absent'
  | 'denied'
  | 'barred'
  | 'starting'
  | 'overtaxed'
  | 'oversized'
  | 'broken'
  | 'lost'
  | 'throttled'
  | 'foreign'
  | 'untrusted'
  | 'paused'
  | 'cancelled'
  | 'internal';

/** A request without a usable answer: the problem for a person, the reason for the code that goes on. */
export interface Miss {
  readonly reason: MissReason;
  readonly problem: ConnectionProblem;
  /** True when Jenkins itself said so (its headers were there), not something in front of it. */
  readonly isFromJenkins: boolean;
}

export interface MissDetails {
  readonly detail?: string | undefined;
  readonly isFromJenkins?: boolean;
  readonly extra?: Partial<ConnectionProblem>;
}

export function miss(reason: MissReason, code: ConnectionCode, details: MissDetails = {}): Miss {
  const { detail, isFromJenkins = false, extra } = details;
  return { reason, problem: connectionProblem(code, detail, extra), isFromJenkins };
}

const ofKind: Readonly<Record<OutboundFailure['kind'], readonly [reason: MissReason, code: ConnectionCode]>> = {
  timeout: ['overtaxed', 'timeout'],
  refused: ['lost', 'unreachable'],
  dns: ['lost', 'dns'],
  reset: ['lost', 'unreachable'],
  tls_untrusted: ['untrusted', 'tls_untrusted'],
  tls_hostname: ['untrusted', 'tls_hostname'],
  tls_expired: ['untrusted', 'tls_expired'],
  tls_protocol: ['untrusted', 'tls_protocol'],
  too_large: ['oversized', 'response_too_large'],
  bad_encoding: ['broken', 'bad_data'],
  address_denied: ['untrusted', 'address_denied'],
  aborted: ['cancelled', 'internal'],
  internal: ['internal', 'internal'],
};

/** The caller gave up, or the controller object was closed. */
export const cancelled = miss('cancelled', 'internal', { detail: 'cancelled' });

/** A failure on the way to the first byte of the answer. */
export function missOfFailure({ kind, detail }: OutboundFailure): Miss {
  // Whatever speaks something else than HTTP is not Jenkins, not a damaged Jenkins.
  if (kind === 'bad_encoding') return miss('foreign', 'not_jenkins', { detail });
  if (kind === 'aborted') return cancelled;
  const [reason, code] = ofKind[kind];
  return miss(reason, code, { detail });
}

/** A failure while the answer was coming in: a cut answer is damaged data, not an absent controller. */
export function missOfBody({ kind, detail }: OutboundFailure): Miss {
  if (kind === 'reset') return miss('lost', 'bad_data', { detail: `the answer was cut off, ${detail}` });
  const [reason, code] = ofKind[kind];
  return miss(reason, code, { detail });
}

/** The same request for less may succeed: fewer items, a shorter chain. */
export function isTooMuch({ reason, problem }: Miss): boolean {
  return reason === 'overtaxed' || reason === 'oversized' || (reason === 'lost' && problem.code === 'bad_data');
}
