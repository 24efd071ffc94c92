import { lookup as dnsLookup, type LookupAddress } from 'node:dns';
import { isIP, type LookupFunction } from 'node:net';
import { createGunzip } from 'node:zlib';
import { Agent, type Dispatcher } from 'undici';
import type { AddressRules, Purpose } from '../core/address-rules.ts';
import { isAddressAllowed } from './address-check.ts';
import { OutboundError, type OutboundFailure, toFailure } from './failure.ts';

export interface OutboundOptions {
  readonly purpose: Purpose;
  readonly addressRules: AddressRules;
  /** False = certificates are not checked. Never wider than this one destination. */
  readonly shouldVerifyTls: boolean;
  /** PEM of the only authorities to trust; null = the usual ones. */
  readonly ca: string | null;
  readonly connectTimeoutMs?: number;
}

export interface OutboundRequest {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  /** From now to the last byte. */
  readonly deadlineMs: number;
  /** Most silence between two bytes. */
  readonly idleMs: number;
  readonly mostCompressedBytes: number;
  readonly mostBytes: number;
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

class AddressDenied extends Error {
  readonly code = 'BB_ADDRESS_DENIED';
}

/** Checks what a name resolves to at the moment of connecting: a second answer of the name server cannot slip past. */
function guardedLookup({ purpose, addressRules }: OutboundOptions): LookupFunction {
  return (hostname, options, callback) => {
    dnsLookup(hostname, { ...options, all: true }, (error, found) => {
      const addresses = (found ?? []) as LookupAddress[];
      if (error) return callback(error, '', 0);
      if (addresses.some(({ address }) => !isAddressAllowed(address, hostname, purpose, addressRules))) {
        return callback(new AddressDenied(`${hostname} resolves to an address that is not allowed`), '', 0);
      }
      const first = addresses[0];
      if (options.all)
        return (callback as unknown as (error: null, addresses: LookupAddress[]) => void)(null, addresses);
      if (first === undefined) return callback(Object.assign(new Error('no address'), { code: 'ENOTFOUND' }), '', 0);
      callback(null, first.address, first.family);
    });
  };
}

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

function literalAddress(url: URL): string | null {
  const host = url.hostname.replace(/^\[|\]$/g, '');
  return isIP(host) === 0 ? null : host;
}

function flatHeaders(headers: Record<string, string | string[] | undefined>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).flatMap(([name, value]) =>
      value === undefined ? [] : [[name.toLowerCase(), Array.isArray(value) ? value.join(', ') : value]],
    ),
  );
}

async function* counted(chunks: AsyncIterable<Uint8Array>, most: number): AsyncGenerator<Uint8Array> {
  let size = 0;
  for await (const chunk of chunks) {
    size += chunk.byteLength;
    if (size > most) throw new OutboundError({ kind: 'too_large', detail: `more than ${most} bytes` });
    yield chunk;
  }
}

async function* plainBody(
  response: Dispatcher.ResponseData,
  request: OutboundRequest,
  finish: () => void,
): AsyncGenerator<Uint8Array> {
  const isGzip = /gzip/i.test(String(response.headers['content-encoding'] ?? ''));
  const raw = counted(response.body, isGzip ? request.mostCompressedBytes : request.mostBytes);
  try {
    if (!isGzip) yield* raw;
    else yield* gunzip(raw, request.mostBytes);
  } catch (error) {
    throw new OutboundError(toFailure(error));
  } finally {
    finish();
    response.body.destroy();
  }
}

async function* gunzip(raw: AsyncIterable<Uint8Array>, most: number): AsyncGenerator<Uint8Array> {
  const stream = createGunzip();
  const feeding = (async () => {
    for await (const chunk of raw) {
      if (stream.destroyed) return;
      if (!stream.write(chunk))
        await new Promise<void>((resolve) => stream.once('drain', resolve).once('close', resolve));
    }
    stream.end();
  })().catch((error: unknown) => {
    stream.destroy(error instanceof Error ? error : new Error(String(error)));
  });
  try {
    yield* counted(stream, most);
  } finally {
    stream.destroy();
    await feeding;
  }
}

/** The one way out of the process over HTTP, for one destination: own connections, own TLS rules, checked addresses. */
export function createOutbound(options: OutboundOptions): Outbound {
  const agent = createAgent(options);

  async function send(url: URL, request: OutboundRequest, signal: AbortSignal): Promise<Dispatcher.ResponseData> {
    const attempt = () =>
      agent.request({
        origin: url.origin,
        path: url.pathname + url.search,
        method: 'GET',
        headers: { ...request.headers, 'accept-encoding': 'gzip' },
        headersTimeout: request.deadlineMs,
        bodyTimeout: request.idleMs,
        signal,
      });
    try {
      return await attempt();
    } catch (error) {
      // A kept connection that the server closed meanwhile: nothing was read, so one more try on a new one.
      if (toFailure(error).kind === 'reset' && !signal.aborted) return attempt();
      throw error;
    }
  }

  return {
    async get(request) {
      const deadline = new AbortController();
      const timer = setTimeout(() => deadline.abort(new DOMException('deadline', 'TimeoutError')), request.deadlineMs);
      const signal =
        request.signal === undefined ? deadline.signal : AbortSignal.any([deadline.signal, request.signal]);
      try {
        const url = new URL(request.url);
        const literal = literalAddress(url);
        if (literal !== null && !isAddressAllowed(literal, url.hostname, options.purpose, options.addressRules)) {
          throw new AddressDenied(`${literal} is not allowed`);
        }
        const response = await send(url, request, signal);
        const finish = () => clearTimeout(timer);
        return {
          ok: true,
          answer: {
            status: response.statusCode,
            headers: flatHeaders(response.headers),
            body: plainBody(response, request, finish),
            discard() {
              finish();
              response.body.on('error', () => undefined);
              response.body.destroy();
            },
          },
        };
      } catch (error) {
        clearTimeout(timer);
        return { ok: false, failure: toFailure(error) };
      }
    },
    close: () => agent.destroy(),
  };
}

/** Reads a whole body as UTF-8 text. Throws `OutboundError`. */
export async function readText(answer: OutboundAnswer): Promise<string> {
  const decoder = new TextDecoder();
  let text = '';
  for await (const chunk of answer.body) text += decoder.decode(chunk, { stream: true });
  return text + decoder.decode();
}

/** Reads at most the first `most` bytes and gives up the rest; never throws. */
export async function readHead(answer: OutboundAnswer, most: number): Promise<string> {
  const decoder = new TextDecoder();
  let text = '';
  let size = 0;
  try {
    for await (const chunk of answer.body) {
      text += decoder.decode(chunk.subarray(0, most - size), { stream: true });
      size += chunk.byteLength;
      if (size >= most) break;
    }
  } catch {
    // An error page that ends badly is still an error page.
  }
  answer.discard();
  return text;
}
