import { jettyPage, loginPage, loginRequiredPage, oopsPage, startingPage, unauthorizedPage } from '../http/pages.ts';
import { makeReply } from '../http/reply.ts';
import type { Fault } from './exchange.ts';

const messages: Record<number, string> = {
  400: 'Bad Request',
  403: 'Forbidden',
  404: 'Not Found',
  429: 'Too Many Requests',
  502: 'Bad Gateway',
  503: 'Service Unavailable',
  504: 'Gateway Timeout',
};

/** Any status with a plain page of a proxy; `retryAfter` in seconds or as a date. */
export const status =
  (code: number, options: { retryAfter?: string } = {}): Fault =>
  ({ send, request }) => {
    const headers = options.retryAfter === undefined ? {} : { 'Retry-After': options.retryAfter };
    return send(
      jettyPage(code, { message: messages[code] ?? 'Error', uri: request.address, headers, hasServlet: false }),
    );
  };

/** 401 as Jenkins sends it for a wrong or revoked token. */
export const revokedToken: Fault = ({ send, request }) => send(unauthorizedPage(request.address));

/** 403 as Jenkins sends it when the credentials got lost on the way. */
export const lostCredentials: Fault = ({ send, request, identity }) =>
  send(loginRequiredPage(identity, request.address));

/** 500 "Oops!". */
export const oops: Fault = ({ send, identity }) => send(oopsPage(identity));

/** 503 while the controller starts. */
export const starting: Fault = ({ send, identity }) => send(startingPage(identity));

/** The login page, with 200. */
export const loginForm: Fault = ({ send, identity }) => send(loginPage(identity));

/** A page of some other web server, with 200. */
export const otherWebServer: Fault = ({ send }) =>
  send(
    makeReply(200, '<!DOCTYPE html><html><head><title>Welcome to nginx!</title></head><body>It works</body></html>', {
      headers: { Server: 'nginx', 'Content-Type': 'text/html' },
    }),
  );

/** A redirect to anywhere: another origin, https, a login page. */
export const redirect =
  (location: string, code = 302): Fault =>
  ({ send }) =>
    send(makeReply(code, '', { headers: { Location: location } }));

/** A redirect to the same address, for ever. */
export const redirectLoop: Fault = ({ send, raw }) =>
  send(makeReply(302, '', { headers: { Location: raw.url ?? '/' } }));

/** What single sign-on does to a request whose token it does not know. */
export const loginRedirect: Fault = ({ send, request }) =>
  send(
    makeReply(302, '', {
      headers: { Location: `/securityRealm/commenceLogin?from=${encodeURIComponent(request.address)}` },
    }),
  );
