import { createHash, timingSafeEqual } from 'node:crypto';
import type { FastifyRequest } from 'fastify';
import { AppError } from '../core/app-error.ts';
import type { Principal } from '../core/principal.ts';
import { type Caller, nobody } from './caller.ts';
import { sessionCookie } from './session-cookie.ts';

/** How secrets that requests show become principals; null = good for nothing. */
export interface Authentication {
  /** Lets the command line of this machine in; made anew at each start. */
  readonly localToken: string;
  ofToken(token: string): Promise<Principal | null>;
  ofSession(secret: string): Promise<Principal | null>;
}

const longestSecret = 500;

function isSame(shown: string, known: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(shown), digest(known));
}

function refused(message: string): Caller {
  return { ...nobody, refusal: new AppError('unauthorized', message) };
}

async function ofHeader(header: string, authentication: Authentication): Promise<Caller> {
  const token = /^Bearer +(\S+) *$/i.exec(header)?.[1];
  if (token === undefined || token.length > longestSecret) {
    return refused('The Authorization header must be "Bearer " and an API token of BuildButler.');
  }
  const principal: Principal | null = isSame(token, authentication.localToken)
    ? { kind: 'local' }
    : await authentication.ofToken(token);
  if (principal === null) return refused('The API token is not known here, has expired or was revoked.');
  return { principal, proof: 'bearer', sessionSecret: null, refusal: null };
}

/** Finds out who sent a request. A token that is shown counts alone, even beside a cookie. */
export async function authenticate(request: FastifyRequest, authentication: Authentication): Promise<Caller> {
  const header = request.headers.authorization;
  if (header !== undefined) return ofHeader(header, authentication);
  const secret = request.cookies[sessionCookie];
  if (secret === undefined || secret === '') return nobody;
  if (secret.length > longestSecret) return { ...nobody, proof: 'cookie' };
  const principal = await authentication.ofSession(secret);
  if (principal === null) return { ...nobody, proof: 'cookie' };
  return { principal, proof: 'cookie', sessionSecret: secret, refusal: null };
}
