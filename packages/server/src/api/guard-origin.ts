import type { FastifyRequest } from 'fastify';
import { AppError } from '../core/app-error.ts';
import { callerOf } from './caller.ts';
import { judgeOrigin } from './same-origin.ts';

const safeMethods = new Set(['GET', 'HEAD', 'OPTIONS']);

function headerText(value: string | string[] | undefined): string | undefined {
  return Array.isArray(value) ? value[0] : value;
}

/** Refuses changes that another site's page makes with the browser of a person who is signed in here. Throws `forbidden` or `bad_request`. */
export function guardOrigin(request: FastifyRequest, publicOrigin: string | null): void {
  const { proof } = callerOf(request);
  if (safeMethods.has(request.method) || proof === 'bearer') return;
  const verdict = judgeOrigin({
    origin: headerText(request.headers.origin),
    fetchSite: headerText(request.headers['sec-fetch-site']),
    // What the browser called us counts as ours: a page elsewhere cannot make a browser send another Host.
    ownOrigins: [
      `${request.protocol}://${request.host}`.toLowerCase(),
      ...(publicOrigin === null ? [] : [publicOrigin]),
    ],
  });
  if (verdict === 'foreign') {
    throw new AppError('forbidden', 'This change was asked for by a page of another site, so it was refused.');
  }
  if (proof !== 'cookie') return;
  if (verdict === 'unknown') {
    throw new AppError(
      'forbidden',
      'A change with a session cookie needs an Origin header of this site. Scripts use an API token instead.',
    );
  }
  if (!/^application\/json\b/i.test(request.headers['content-type'] ?? '')) {
    throw new AppError(
      'bad_request',
      'A change with a session cookie needs the header Content-Type: application/json.',
    );
  }
}
