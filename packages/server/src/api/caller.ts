import type { FastifyRequest } from 'fastify';
import type { AppError } from '../core/app-error.ts';
import type { Principal } from '../core/principal.ts';

/** Who sent a request, and how we know. */
export interface Caller {
  readonly principal: Principal;
  /** A cookie is sent by the browser on its own, so what it authorises needs proof of origin. */
  readonly proof: 'none' | 'cookie' | 'bearer';
  /** The cookie's value while it names a living session. */
  readonly sessionSecret: string | null;
  /** Why a token that was shown counts for nothing; thrown by every route that is not public. */
  readonly refusal: AppError | null;
}

export const nobody: Caller = { principal: { kind: 'anonymous' }, proof: 'none', sessionSecret: null, refusal: null };

/** The caller of a request; nobody while it is not looked at yet. */
export function callerOf(request: FastifyRequest): Caller {
  return request.caller ?? nobody;
}

declare module 'fastify' {
  interface FastifyRequest {
    caller: Caller | null;
  }
}
