import { isIP } from 'node:net';
import { Agent, type Dispatcher } from 'undici';
import { isAddressAllowed } from './address-check.ts';
import { type OutboundFailure, toFailure } from './failure.ts';
import { AddressDenied, guardedLookup, type LookupGuard } from './guarded-lookup.ts';
import { type BodyLimits, plainBody } from './plain-body.ts';

export interface OutboundOptions extends LookupGuard {
  /** False = certificates are not checked. Never wider than this one destination. */
  readonly shouldVerifyTls: boolean;
  /** PEM of the only authorities to trust; null = the usual ones. */
  readonly ca: string | null;
  readonly connectTimeoutMs?: number;
}

export interface OutboundRequest extends BodyLimits {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  /** From now to the last byte. */
  readonly deadlineMs: number;
  /** Most silence before the first byte and between two. */
  readonly idleMs: number;
  readonly signal?: AbortSignal | undefined;
}

export interface OutboundAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  /** Plain bytes; ends with an `OutboundError` when a limit or the deadline is hit or the body was cut. */
  readonly body: AsyncIterable<Uint8Array>;
  /** Gives up the rest of the body. */
  discard(): void;
}

export type OutboundResult =
  | { readonly ok: true; readonly answer: OutboundAnswer }
  | { readonly ok: false; readonly failure: OutboundFailure };

export interface Outbound {
  /** One GET. Never follows a redirect, keeps no cookies, never throws. */
  get(request: OutboundRequest): Promise<OutboundResult>;
  close(): Promise<void>;
}

// A kept connection that the server closed meanwhile fails at once; later than this the server was already at work.
const staleSocketMs = 1_000;

function createAgent(options: OutboundOptions): Agent {
  return new Agent({
    connections: 8,
    pipelining: 1,
    // Jetty closes idle connections after 30 s; a connection is given up before that.
    keepAliveTimeout: 20_000,
    keepAliveMaxTimeout: 20_000,
    maxHeaderSize: 32_768,
    connect: {
      timeout: options.connectTimeoutMs ?? 5_000,
      lookup: guardedLookup(options),
      rejectUnauthorized: options.shouldVerifyTls,
      minVersion: 'TLSv1.2',
      ...(options.ca === null ? {} : { ca: options.ca }),
    },
  });
}

function checkLiteral(url: URL, options: OutboundOptions): void {
  const host = url.hostname.replace(/^\[|\]$/g, '');
  if (isIP(host) === 0 || isAddressAllowed(host, host, options.purpose, options.addressRules)) return;
  throw new AddressDenied(`${host} is not allowed`);
}

function flatHeaders(headers: Record<string, string | string[] | undefined>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).flatMap(([name, value]) =>
      value === undefined ? [] : [[name.toLowerCase(), Array.isArray(value) ? value.join(', ') : value]],
    ),
  );
}

function toAnswer(response: Dispatcher.ResponseData, request: OutboundRequest, finish: () => void): OutboundAnswer {
  // A body that is given up ends with an error event that nobody awaits.
  response.body.on('error', () => undefined);
  const headers = flatHeaders(response.headers);
  const { mostBytes, mostCompressedBytes, onBytes } = request;
  return {
    status: response.statusCode,
    headers,
    body: plainBody(response.body, headers['content-encoding'] ?? '', {
      mostBytes,
      mostCompressedBytes,
      onBytes,
      finish,
    }),
    discard() {
      finish();
      response.body.destroy();
    },
  };
}

/** The one way out of the process over HTTP, for one destination: own connections, own TLS rules, checked addresses. */
export function createOutbound(options: OutboundOptions): Outbound {
  const agent = createAgent(options);

  async function send(url: URL, request: OutboundRequest, signal: AbortSignal): Promise<Dispatcher.ResponseData> {
    const startedAtMs = performance.now();
    const attempt = () =>
      agent.request({
        origin: url.origin,
        path: url.pathname + url.search,
        method: 'GET',
        headers: { ...request.headers, 'accept-encoding': 'gzip' },
        headersTimeout: Math.min(request.deadlineMs, request.idleMs),
        bodyTimeout: request.idleMs,
        signal,
      });
    try {
      return await attempt();
    } catch (error) {
      const isStaleSocket = toFailure(error).kind === 'reset' && performance.now() - startedAtMs < staleSocketMs;
      if (isStaleSocket && !signal.aborted) return attempt();
      throw error;
    }
  }

  return {
    async get(request) {
      const deadline = new AbortController();
      const timer = setTimeout(() => deadline.abort(new DOMException('deadline', 'TimeoutError')), request.deadlineMs);
      const finish = () => clearTimeout(timer);
      const signal =
        request.signal === undefined ? deadline.signal : AbortSignal.any([deadline.signal, request.signal]);
      try {
        const url = new URL(request.url);
        checkLiteral(url, options);
        return { ok: true, answer: toAnswer(await send(url, request, signal), request, finish) };
      } catch (error) {
        finish();
        const isAborted = request.signal?.aborted === true;
        return { ok: false, failure: isAborted ? { kind: 'aborted', detail: 'aborted' } : toFailure(error) };
      }
    },
    close: () => agent.destroy(),
  };
}
