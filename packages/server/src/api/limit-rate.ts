import rateLimit from '@fastify/rate-limit';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { AppError } from '../core/app-error.ts';
import { networkOf } from '../operations/sign-in-throttle.ts';
import { callerOf } from './caller.ts';

export interface RateLimits {
  /** Requests a minute of one API token or one signed-in user. */
  readonly perCaller: number;
  /** Requests a minute of one address that shows neither. */
  readonly perAddress: number;
}

/** A program that reads out everything, or a wall of dashboards, stays far below; 200 requests a second are neither. */
export const defaultRateLimits: RateLimits = { perCaller: 12_000, perAddress: 600 };

function keyOf(request: FastifyRequest): string {
  const { principal } = callerOf(request);
  if (principal.kind === 'token') return `token:${principal.tokenId}`;
  if (principal.kind === 'user') return `user:${principal.userId}`;
  // Somebody with IPv6 has 2^64 addresses.
  return `address:${networkOf(request.ip)}`;
}

/** Counts API requests per token, user or address, tells each answer how many are left (`RateLimit-*`), and answers 429 beyond. */
export async function limitRate(http: FastifyInstance, limits: RateLimits): Promise<void> {
  // The files of the web app and the probes cost nothing, and one page load fetches a dozen of them.
  http.addHook('onRoute', (route) => {
    if (!route.url.startsWith('/api/')) route.config = { ...route.config, rateLimit: false };
  });
  await http.register(rateLimit, {
    global: true,
    enableDraftSpec: true,
    timeWindow: 60_000,
    cache: 20_000,
    keyGenerator: keyOf,
    max: (request: FastifyRequest) =>
      callerOf(request).principal.kind === 'anonymous' ? limits.perAddress : limits.perCaller,
    allowList: (request: FastifyRequest) => callerOf(request).principal.kind === 'local',
    errorResponseBuilder: (_request, { ttl }) =>
      new AppError('rate_limited', `Too many requests. Try again in ${Math.ceil(ttl / 1000)} s.`),
  });
}
