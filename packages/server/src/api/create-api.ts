import { randomUUID } from 'node:crypto';
import compress from '@fastify/compress';
import cookie from '@fastify/cookie';
import helmet from '@fastify/helmet';
import Fastify, { type FastifyInstance, type FastifyRequest } from 'fastify';
import { AppError } from '../core/app-error.ts';
import { AnswerCounter } from './answer-counter.ts';
import type { ApiOptions } from './api-options.ts';
import { authenticate } from './authenticate.ts';
import { guardOrigin } from './guard-origin.ts';
import { allHandlers } from './handlers/index.ts';
import { acceptJsonOnly } from './json-body.ts';
import { limitRate } from './limit-rate.ts';
import { logAnswer } from './log-answer.ts';
import { registerRoutes } from './register-routes.ts';
import { securityHeaders } from './security-headers.ts';
import { answerMalformedHttp, sendEarlyProblem, sendProblem } from './send-problem.ts';
import { serveWebApp } from './web-app.ts';

const mostBodyBytes = 1024 * 1024;

function createInstance({ log, trustedProxies }: ApiOptions): FastifyInstance {
  return Fastify({
    logger: false,
    trustProxy: trustedProxies.length === 0 ? false : [...trustedProxies],
    bodyLimit: mostBodyBytes,
    genReqId: () => randomUUID(),
    requestIdHeader: false,
    return503OnClosing: false,
    forceCloseConnections: 'idle',
    requestTimeout: 60_000,
    // A slow client may hold a socket for headers and body no longer than this.
    connectionTimeout: 0,
    keepAliveTimeout: 10_000,
    routerOptions: { maxParamLength: 300 },
    frameworkErrors: (error, request, reply) => sendEarlyProblem(error, { request, reply, log }),
    clientErrorHandler: answerMalformedHttp,
  });
}

/** The HTTP side of the app, not yet listening. Throws when a route of the contract has no handler. */
export async function createApi(options: ApiOptions): Promise<FastifyInstance> {
  const { log, publicUrl } = options;
  const publicOrigin = publicUrl === null ? null : new URL(publicUrl).origin.toLowerCase();
  const http = createInstance(options);
  acceptJsonOnly(http);
  http.decorateRequest('caller', null);
  http.addHook('onRequest', async (request, reply) => {
    reply.header('x-request-id', request.id);
  });
  const answers = new AnswerCounter();
  http.addHook('onResponse', async (request, reply) => {
    answers.count(reply.statusCode);
    logAnswer(request, reply, log);
  });
  http.setErrorHandler((error, request, reply) => sendProblem(error, { request, reply, log }));

  await http.register(helmet, securityHeaders(publicOrigin?.startsWith('https:') ?? false));
  await http.register(cookie);
  await http.register(compress, { global: true, threshold: 1024, globalDecompression: false, encodings: ['gzip'] });
  http.addHook('onRequest', async (request: FastifyRequest) => {
    request.caller = await authenticate(request, options.authentication);
    guardOrigin(request, publicOrigin);
  });
  await limitRate(http, options.rateLimits);

  registerRoutes(http, options.handlers ?? allHandlers, { options, answers });
  const sendPage = await serveWebApp(http, options.webDir);
  http.setNotFoundHandler((request, reply) => {
    const page = sendPage(request, reply);
    if (page !== null) return page;
    throw new AppError('not_found', `There is nothing at ${request.method} ${request.url.split('?')[0]}.`);
  });
  return http;
}
