import { randomUUID } from 'node:crypto';
import type { Socket } from 'node:net';
import { errorStatus } from '@buildbutler/contract';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { AppError } from '../core/app-error.ts';
import type { Log } from '../core/log.ts';
import { toAppError, toProblem } from './problem.ts';

const mediaType = 'application/problem+json; charset=utf-8';

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
  const status = isTooLarge ? '413 Payload Too Large' : '400 Bad Request';
  socket.end(
    `HTTP/1.1 ${status}\r\nContent-Type: ${mediaType}\r\nContent-Length: ${Buffer.byteLength(body)}\r\nX-Content-Type-Options: nosniff\r\nConnection: close\r\n\r\n${body}`,
  );
}
