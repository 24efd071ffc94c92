import type { OutgoingHttpHeaders } from 'node:http';

/** An answer before it is written to a socket. */
export interface Reply {
  readonly status: number;
  readonly headers: OutgoingHttpHeaders;
  readonly body: Buffer;
  /** Sent without a length, in chunks, as Jenkins does with pages and streamed logs. */
  readonly isChunked: boolean;
  /** Pages of Jetty itself are not compressed. */
  readonly isCompressible: boolean;
}

const baseHeaders = { Server: 'Jetty(12.0.40)', 'X-Content-Type-Options': 'nosniff' };

/** A reply with the headers that all answers share. */
export function makeReply(
  status: number,
  body: string | Buffer,
  options: { headers: OutgoingHttpHeaders; isChunked?: boolean; isCompressible?: boolean },
): Reply {
  return {
    status,
    headers: { ...baseHeaders, ...options.headers },
    body: typeof body === 'string' ? Buffer.from(body) : body,
    isChunked: options.isChunked ?? false,
    isCompressible: options.isCompressible ?? true,
  };
}

/** A 200 with JSON that comes from a plugin: without the `X-Jenkins` headers of the API. */
export function pluginJson(value: unknown, headers: OutgoingHttpHeaders = {}): Reply {
  return makeReply(200, JSON.stringify(value), {
    headers: { 'Content-Type': 'application/json;charset=utf-8', ...headers },
  });
}

export function plainText(body: string | Buffer, headers: OutgoingHttpHeaders = {}): Reply {
  return makeReply(200, body, { headers: { 'Content-Type': 'text/plain;charset=utf-8', ...headers } });
}
