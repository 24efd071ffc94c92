import type {} from '@fastify/cookie';
import type { FastifyReply } from 'fastify';

export const sessionCookie = 'bb_session';

/** Hands the browser a session. `isSecure` = the browser talks https to us or to a proxy in front. */
export function setSessionCookie(
  reply: FastifyReply,
  session: { readonly secret: string; readonly expiresAtMs: number; readonly isSecure: boolean },
): void {
  reply.setCookie(sessionCookie, session.secret, {
    path: '/',
    httpOnly: true,
    sameSite: 'lax',
    secure: session.isSecure,
    expires: new Date(session.expiresAtMs),
  });
}

export function clearSessionCookie(reply: FastifyReply, isSecure: boolean): void {
  reply.clearCookie(sessionCookie, { path: '/', httpOnly: true, sameSite: 'lax', secure: isSecure });
}
