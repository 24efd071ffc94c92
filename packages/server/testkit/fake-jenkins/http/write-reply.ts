import type { IncomingMessage, ServerResponse } from 'node:http';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import type { Reply } from './reply.ts';

const compress = promisify(gzip);

const acceptsGzip = (request: IncomingMessage) => /\bgzip\b/.test(String(request.headers['accept-encoding'] ?? ''));

export interface Written {
  readonly plainBytes: number;
  readonly sentBytes: number;
}

/** Writes an answer as Jetty does: gzip for whoever accepts it, whatever the size. */
export async function writeReply(request: IncomingMessage, response: ServerResponse, reply: Reply): Promise<Written> {
  const isGzip = reply.isCompressible && reply.body.length > 0 && acceptsGzip(request);
  const body = isGzip ? await compress(reply.body) : reply.body;
  const headers = { ...reply.headers };
  if (reply.isCompressible && request.method !== 'HEAD') headers.Vary = 'Accept-Encoding';
  if (isGzip) headers['Content-Encoding'] = 'gzip';
  if (!reply.isChunked) headers['Content-Length'] = body.length;
  response.writeHead(reply.status, headers);
  await new Promise<void>((resolve) => {
    response.once('close', resolve);
    if (request.method === 'HEAD') response.end(resolve);
    else response.end(body, resolve);
  });
  return { plainBytes: reply.body.length, sentBytes: request.method === 'HEAD' ? 0 : body.length };
}
