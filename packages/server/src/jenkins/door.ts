import type { Clock } from '../core/clock.ts';
import type { ConnectionProblem } from '../core/connection.ts';
import type { Outbound, OutboundAnswer } from '../outbound/create-outbound.ts';
import type { Ending } from './adaptive-window.ts';
import type { CircuitBreaker } from './circuit-breaker.ts';
import type { Urgency } from './controller.ts';
import type { Limiter } from './limiter.ts';
import type { LoadMeter } from './load-meter.ts';
import { cancelled, type Miss, miss, missOfFailure } from './miss.ts';
import { type Asked, type Attempt, failed, type Reply, readReply, readStream } from './reply.ts';

export interface DoorRequest {
  /** Below the base URL, encoded, without the query: `/job/a/api/json`. */
  readonly path: string;
  /** Encoded, without the question mark; empty = none. */
  readonly query: string;
  /** Requests of one kind take similar times. */
  readonly kind: string;
  readonly urgency: Urgency;
  readonly loads: number;
  readonly deadlineMs: number;
  readonly signal?: AbortSignal | undefined;
  /** A heavy request that timed out is made smaller by the caller, never repeated. */
  readonly isHeavy?: boolean;
  /** The caller asks again for less after `broken`: then it is neither repeated nor counted as a failure of the controller. */
  readonly hasFallback?: boolean;
}

export interface Door {
  /** One JSON answer. */
  ask(request: DoorRequest): Promise<Attempt<Reply>>;
  /** One plain-text answer as it comes; the caller reads or discards its body. */
  open(request: DoorRequest & { readonly mostBytes: number }): Promise<Attempt<OutboundAnswer>>;
  /** `X-Jenkins-Session` of the newest answer that bore one: changes when the controller restarts. */
  session(): string | null;
}

export interface DoorParts {
  readonly baseUrl: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly outbound: Outbound;
  readonly limiter: Limiter;
  readonly breaker: CircuitBreaker;
  readonly meter: LoadMeter;
  readonly clock: Clock;
  /** 0 (inclusive) to 1 (exclusive): spreads the retries. */
  readonly random: () => number;
  readonly mostRetries: number;
  readonly mostAnswerMs: number;
}

const mostAnswerBytes = 8 * 1024 * 1024;
const mostCompressedBytes = 4 * 1024 * 1024;
const mostIdleMs = 60_000;
const firstRetryMs = 1_000;
const mostRetryMs = 60_000;
/** A longer pause is reported instead of waited for. */
const mostWaitMs = 60_000;
/** How long one answer of the controller speaks for pages of jobs that fail meanwhile. */
const provenForMs = 5_000;

interface Inside extends DoorParts {
  /** The controller, or a proxy before it, asked for a pause. */
  readonly onPause: (problem: ConnectionProblem) => void;
}

interface Receiving<T> {
  readonly accept: string;
  readonly mostBytes: number;
  readonly read: (answer: OutboundAnswer, asked: Asked) => Promise<Attempt<T>>;
}

const receivingJson: Receiving<Reply> = { accept: 'application/json', mostBytes: mostAnswerBytes, read: readReply };

function endingOf(miss: Miss | null): Ending {
  if (miss === null || miss.reason === 'absent' || miss.reason === 'denied') return 'answered';
  return ['overtaxed', 'throttled', 'lost'].includes(miss.reason) ? 'overloaded' : 'neutral';
}

function tellBreaker(breaker: CircuitBreaker, request: DoorRequest, { reason, problem }: Miss): void {
  switch (reason) {
    case 'barred':
      breaker.stop(problem);
      break;
    case 'starting':
      breaker.wait(problem);
      break;
    case 'lost':
    case 'overtaxed':
    case 'untrusted':
      breaker.fail(problem);
      break;
    case 'broken':
      if (request.hasFallback === true) breaker.succeed();
      else breaker.fail(problem);
      break;
    case 'absent':
    case 'denied':
    case 'oversized':
      breaker.succeed();
      break;
    default:
      // Neither shows that the controller is well nor that it is not.
      break;
  }
}

/** One request, once it has its turn. */
async function send<T>(parts: DoorParts, request: DoorRequest, receiving: Receiving<T>): Promise<Attempt<T>> {
  const { baseUrl, path, query } = { ...parts, ...request };
  const result = await parts.outbound.get({
    url: `${baseUrl}${path}${query === '' ? '' : `?${query}`}`,
    headers: { ...parts.headers, accept: receiving.accept },
    deadlineMs: Math.min(request.deadlineMs, parts.mostAnswerMs),
    idleMs: Math.min(mostIdleMs, request.deadlineMs, parts.mostAnswerMs),
    mostBytes: receiving.mostBytes,
    mostCompressedBytes: Math.max(mostCompressedBytes, receiving.mostBytes / 2),
    signal: request.signal,
    onBytes: (bytes) => parts.meter.add({ bytes }),
  });
  if (!result.ok) return failed(missOfFailure(result.failure));
  return receiving.read(result.answer, { baseUrl, path, nowMs: parts.clock.nowMs(), signal: request.signal });
}

async function inTurn<T>(parts: Inside, request: DoorRequest, receiving: Receiving<T>): Promise<Attempt<T>> {
  const turn = await parts.limiter.enter(request);
  if (turn === null) return failed(cancelled);
  const startedAtMs = parts.clock.nowMs();
  const attempt = await send(parts, request, receiving);
  const controllerMs = parts.clock.nowMs() - startedAtMs;
  parts.meter.add({ requests: 1, controllerMs, recordLoads: request.loads });
  const missed = attempt.ok ? null : attempt.miss;
  turn.leave(endingOf(missed));
  if (missed === null) parts.breaker.succeed();
  else tellBreaker(parts.breaker, request, missed);
  const pauseMs = missed?.problem.retryAfterMs;
  if (missed !== null && pauseMs !== undefined && missed.reason !== 'starting') {
    parts.limiter.pause(pauseMs);
    parts.onPause(missed.problem);
  }
  return attempt;
}

function isWorthRepeating({ reason, problem }: Miss, request: DoorRequest): boolean {
  if (reason === 'throttled') return (problem.retryAfterMs ?? 0) <= mostWaitMs;
  if (reason === 'lost') return !(request.isHeavy === true && problem.code === 'bad_data');
  // What is live is asked again by its own plan: repeating it here would hide a silent controller for minutes.
  if (reason === 'overtaxed') return request.isHeavy !== true && request.urgency !== 'live';
  return reason === 'broken' && request.hasFallback !== true;
}

/** Failures that may be of the controller, or only of what was asked for: a plugin that dies, a proxy that refuses one page. */
const isAmbiguous = ({ reason }: Miss) => reason === 'lost' || reason === 'foreign';
const isAboutItem = ({ path }: DoorRequest) => /^\/(job|blue)\//.test(path);

/** One page that fails must neither stop all others nor be told as a controller that is away. */
function ofItem({ problem }: Miss): Miss {
  const { fix, message } = problem;
  return miss('broken', 'bad_data', {
    detail: `${message} Jenkins itself answers: it is this job or build`,
    extra: { cause: 'Jenkins, one of its plugins or a proxy in front of it fails at this job or build only.', fix },
  });
}

/** Lets one small request through when the circuit is half open; everybody else waits for what it finds. */
function createProbe(parts: Inside): () => Promise<Miss | null> {
  let probing: Promise<Miss | null> | null = null;
  const probe: DoorRequest = {
    path: '/whoAmI/api/json',
    query: 'tree=name%2Canonymous',
    kind: 'whoAmI',
    urgency: 'live',
    loads: 0,
    deadlineMs: 15_000,
  };
  return () => {
    probing ??= inTurn(parts, probe, receivingJson)
      .then((attempt) => (attempt.ok ? null : attempt.miss))
      .finally(() => {
        probing = null;
      });
    return probing;
  };
}

/** The door to one controller: every request passes the circuit breaker, the limiter and the retries. Never throws. */
export function createDoor(given: DoorParts): Door {
  const { breaker, limiter, clock } = given;
  let pausedBy: ConnectionProblem | null = null;
  const parts: Inside = {
    ...given,
    onPause: (problem) => {
      pausedBy = problem;
    },
  };
  const probe = createProbe(parts);
  let session: string | null = null;
  let provenAtMs = Number.NEGATIVE_INFINITY;

  /** Whether the controller answers at all; looked at once in a while when one page after the other fails. */
  async function isAnswering(): Promise<boolean> {
    if (clock.nowMs() - provenAtMs < provenForMs) {
      breaker.succeed();
      return true;
    }
    if ((await probe()) !== null) return false;
    provenAtMs = clock.nowMs();
    return true;
  }

  /** Null = the request may go out. */
  async function refusal(): Promise<Miss | null> {
    const admission = breaker.admit();
    if (admission.kind === 'no') return { reason: 'paused', problem: admission.problem, isFromJenkins: false };
    if (admission.kind === 'probe') return probe();
    const retryAfterMs = limiter.pausedForMs();
    if (retryAfterMs <= mostWaitMs || pausedBy === null) return null;
    return { reason: 'throttled', problem: { ...pausedBy, retryAfterMs }, isFromJenkins: false };
  }

  async function ask<T>(request: DoorRequest, receiving: Receiving<T>): Promise<Attempt<T>> {
    for (let retries = 0; ; retries += 1) {
      const refused = await refusal();
      if (refused !== null) return failed(refused);
      const attempt = await inTurn(parts, request, receiving);
      if (attempt.ok || request.signal?.aborted === true) return attempt;
      const isOfItem = isAboutItem(request) && isAmbiguous(attempt.miss) && (await isAnswering());
      const mostRetries = isOfItem ? Math.min(1, parts.mostRetries) : parts.mostRetries;
      if (retries >= mostRetries || !isWorthRepeating(attempt.miss, request)) {
        return isOfItem ? failed(ofItem(attempt.miss)) : attempt;
      }
      const longestMs = Math.min(mostRetryMs, firstRetryMs * 2 ** retries);
      await clock.sleep(Math.ceil(parts.random() * longestMs), request.signal);
    }
  }

  return {
    async ask(request) {
      const attempt = await ask(request, receivingJson);
      if (attempt.ok) session = attempt.value.session ?? session;
      return attempt;
    },
    session: () => session,
    open: (request) =>
      ask(request, { accept: 'text/plain, */*;q=0.5', mostBytes: request.mostBytes, read: readStream }),
  };
}
