import type { Clock } from '../core/clock.ts';
import type { ConnectionProblem, Outcome } from '../core/connection.ts';
import type { Answer, CallOptions } from './controller.ts';
import type { Door } from './door.ts';
import type { KindMemory } from './kind-memory.ts';
import { type Miss, miss } from './miss.ts';
import { type Attempt, failed, type Reply } from './reply.ts';

/** Longer request lines are refused by Jetty (8 KB together with the headers) and by many proxies. */
const mostAddressBytes = 6_000;

/** What all questions to one controller share. */
export interface Access {
  readonly door: Door;
  readonly baseUrl: string;
  readonly clock: Clock;
  readonly kinds: KindMemory;
}

export interface Question {
  /** Below the base URL, encoded: `/job/a`; empty = the root. */
  readonly itemPath: string;
  readonly tree: string;
  readonly kind: string;
  readonly loads: number;
  readonly deadlineMs: number;
  readonly options: CallOptions;
  readonly isHeavy?: boolean;
  readonly hasFallback?: boolean;
}

/** The query that asks for a tree, fully encoded: a proxy may be stricter than Jetty. */
function treeQuery(tree: string): string {
  return `tree=${encodeURIComponent(tree)}`;
}

export function fitsAddress(access: Pick<Access, 'baseUrl'>, itemPath: string, tree: string): boolean {
  return `${access.baseUrl}${itemPath}/api/json?${treeQuery(tree)}`.length <= mostAddressBytes;
}

/** Asks Jenkins' own API for a tree. */
export function ask(access: Access, question: Question): Promise<Attempt<Reply>> {
  const { itemPath, tree, options, ...rest } = question;
  if (!fitsAddress(access, itemPath, tree)) {
    return Promise.resolve(failed(miss('oversized', 'bad_data', { detail: 'the address would be too long' })));
  }
  return access.door.ask({
    ...rest,
    path: `${itemPath}/api/json`,
    query: treeQuery(tree),
    urgency: options.urgency,
    signal: options.signal,
    loads: options.expectedLoads ?? rest.loads,
  });
}

export type AnswerOutcome<T> = Outcome<Answer<T>>;

export function problem(problem: ConnectionProblem): { readonly ok: false; readonly problem: ConnectionProblem } {
  return { ok: false, problem };
}

export function answered<T>(value: T, reply: Reply, dropped = 0): AnswerOutcome<T> {
  return { ok: true, value: { value, dropped, jenkinsVersion: reply.version, session: reply.session } };
}

/** An answer in which the part that was asked for is missing or of another type. */
export function malformed(detail: string): Miss {
  return miss('broken', 'bad_data', { detail });
}

const leastSkewMs = 2_000;
const mostSkewMs = 86_400_000;

/** Now by the controller's clock, which stamped the builds; ours when it sends no time or an absurd one. */
export function controllerTimeMs({ clock }: Pick<Access, 'clock'>, reply: Reply): number {
  const nowMs = clock.nowMs();
  const skewMs = reply.serverTimeMs === null ? 0 : reply.serverTimeMs - nowMs;
  const isSkewed = Math.abs(skewMs) >= leastSkewMs && Math.abs(skewMs) <= mostSkewMs;
  return isSkewed ? nowMs + skewMs : nowMs;
}
