import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Log } from '../core/log.ts';
import { actorOf } from '../core/principal.ts';
import { callerOf } from './caller.ts';

/** One line a request, for debugging: the route's pattern, never the address with what was asked in it. */
export function logAnswer(request: FastifyRequest, reply: FastifyReply, log: Log): void {
  log.debug('request', {
    requestId: request.id,
    method: request.method,
    route: request.routeOptions.url ?? '(none)',
    status: reply.statusCode,
    durationMs: Math.round(reply.elapsedTime),
    principal: actorOf(callerOf(request).principal),
    address: request.ip,
  });
}
