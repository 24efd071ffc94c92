import { type Route, type RouteName, routes } from '@buildbutler/contract';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { authorise } from '../operations/authorise.ts';
import type { AnswerCounter } from './answer-counter.ts';
import type { ApiOptions } from './api-options.ts';
import { callerOf } from './caller.ts';
import { isFileAnswer, sendFile } from './file-answer.ts';
import type { Call, Handlers } from './handler.ts';
import { parseRequest } from './parse-request.ts';
import { clearSessionCookie, setSessionCookie } from './session-cookie.ts';
import { sendText, type TextAnswer } from './text-answer.ts';

interface Registration {
  readonly options: ApiOptions;
  readonly answers: AnswerCounter;
}

type AnyHandler = (call: Call, request: Record<string, unknown>) => Promise<unknown>;

function callOf(request: FastifyRequest, reply: FastifyReply, { answers, options }: Registration): Call {
  const caller = callerOf(request);
  const { principal } = caller;
  const gone = new AbortController();
  reply.raw.once('close', () => gone.abort());
  const isSecure = request.protocol === 'https' || (options.publicUrl?.startsWith('https:') ?? false);
  return {
    context: options.contextFor(principal, principal.kind === 'local' ? null : request.ip),
    caller,
    ask: options.ask,
    readiness: options.readiness,
    version: options.version,
    requestId: request.id,
    answers,
    isCollecting: options.isCollecting,
    header(name) {
      const value = request.headers[name];
      return typeof value === 'string' ? value : null;
    },
    signal: gone.signal,
    setStatus: (status) => void reply.code(status),
    startSession: (session) => setSessionCookie(reply, { ...session, isSecure }),
    endSession: () => clearSessionCookie(reply, isSecure),
  };
}

function isTextAnswer(answer: unknown): answer is TextAnswer {
  return typeof answer === 'object' && answer !== null && 'chunks' in answer;
}

function sendAnswer(route: Route, reply: FastifyReply, answer: unknown): FastifyReply | Promise<FastifyReply> {
  if (route.answer === 'none') return reply.code(204).send();
  if (isFileAnswer(answer)) return sendFile(reply, answer);
  if (isTextAnswer(answer)) return sendText(reply, answer);
  if (typeof route.answer === 'string') return reply.type('text/plain; charset=utf-8').send(answer);
  if (reply.statusCode === 200) reply.code(route.answer.status);
  // As a string, so that nothing between here and the socket walks the answer once more.
  return reply.type('application/json; charset=utf-8').send(JSON.stringify(answer));
}

function registerRoute(http: FastifyInstance, name: RouteName, handler: AnyHandler, registration: Registration): void {
  const route: Route = routes[name];
  http.route({
    method: route.method,
    url: route.path,
    exposeHeadRoute: route.method === 'GET' && typeof route.answer !== 'string',
    async handler(request, reply) {
      const caller = callerOf(request);
      if (route.access !== 'public') {
        if (caller.refusal !== null) throw caller.refusal;
        authorise(caller.principal, route.access);
      }
      const { body, params, query } = request;
      const call = callOf(request, reply, registration);
      if (route.path.startsWith('/api/')) reply.header('cache-control', 'no-store');
      return sendAnswer(route, reply, await handler(call, parseRequest(route, { body, params, query })));
    },
  });
}

/** Registers every route of the contract with its one handler, and nothing else. Throws for a route without one. */
export function registerRoutes(http: FastifyInstance, handlers: Handlers, registration: Registration): void {
  for (const name of Object.keys(routes) as RouteName[]) {
    const handler = handlers[name] as AnyHandler | undefined;
    if (handler === undefined) throw new Error(`The route ${name} of the contract has no handler.`);
    registerRoute(http, name, handler, registration);
  }
}
