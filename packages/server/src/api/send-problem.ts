import { randomUUID } from 'node:crypto';
import type { Socket } from 'node:net';
import { errorStatus } from '@buildbutler/contract';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { AppError } from '../core/app-error.ts';
import type { Log } from '../core/log.ts';
import { toAppError, toProblem } from './problem.ts';
import { bareSecurityHeaders } from './security-headers.ts';

const mediaType = 'application/problem+json; charset=utf-8';
/** How long somebody who sent no HTTP may take to read why. */
const lingerMs = 1_000;

interface Place {
  readonly request: FastifyRequest;
  readonly reply: FastifyReply;
  readonly log: Log;
}

function logDefect(error: AppError, { request, log }: Place): void {
  const cause = error.cause instanceof Error ? error.cause : error;
  log.error('request_failed', {
    requestId: request.id,
    method: request.method,
    route: request.routeOptions?.url ?? '(none)',
    error: cause.message,
    stack: cause.stack ?? '',
  });
}

/** Answers with the one error shape. A defect is logged under the request's id and told without details. */
export function sendProblem(thrown: unknown, place: Place): FastifyReply {
  const { request, reply } = place;
  const error = toAppError(thrown);
  if (error.code === 'internal_error') logDefect(error, place);
  if (error.code === 'unauthorized') reply.header('www-authenticate', 'Bearer realm="BuildButler"');
  return reply
    .code(errorStatus[error.code])
    .header('x-request-id', request.id)
    .header('cache-control', 'no-store')
    .type(mediaType)
    .send(JSON.stringify(toProblem(error, request.id)));
}

/** For addresses that no route can be looked up for: the answer leaves before any hook has set its headers. */
export function sendEarlyProblem(thrown: unknown, place: Place): FastifyReply {
  place.reply.headers(bareSecurityHeaders);
  return sendProblem(thrown, place);
}

/** Answers with what there is to say, then closes: `end` alone would leave the socket to a client that never closes its side. */
function endSocket(socket: Socket, text: string): void {
  const timer = setTimeout(() => socket.destroy(), lingerMs);
  socket.once('close', () => clearTimeout(timer));
  socket.end(text);
}

/** Bytes that are not HTTP never become a request; they get the same shape by hand, and the connection ends. */
export function answerMalformedHttp(fault: NodeJS.ErrnoException, socket: Socket): void {
  if (fault.code === 'ECONNRESET' || socket.destroyed || !socket.writable) {
    socket.destroy();
    return;
  }
  const isTooLarge = fault.code === 'HPE_HEADER_OVERFLOW';
  const isLate = fault.code === 'ERR_HTTP_REQUEST_TIMEOUT';
  const sentence = isTooLarge
    ? 'The headers are too large.'
    : isLate
      ? 'The request did not arrive in time.'
      : 'The request is not valid HTTP.';
  const error = new AppError(isTooLarge ? 'payload_too_large' : 'bad_request', sentence);
  const body = JSON.stringify(toProblem(error, randomUUID()));
  const headers = {
    ...bareSecurityHeaders,
    'Content-Type': mediaType,
    'Content-Length': Buffer.byteLength(body),
    Connection: 'close',
  };
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
  const status = isTooLarge ? '413 Payload Too Large' : '400 Bad Request';
  endSocket(socket, `HTTP/1.1 ${status}\r\n${lines.join('')}\r\n${body}`);
}
