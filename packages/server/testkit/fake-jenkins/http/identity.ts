import { randomBytes } from 'node:crypto';

/** What a controller says about itself in headers; the session changes with every start. */
export interface Identity {
  readonly version: string;
  readonly session: string;
}

export function newSession(): string {
  return randomBytes(4).toString('hex');
}

/** Headers of `/api/json` answers. */
export const apiHeaders = ({ version, session }: Identity) => ({
  'X-Jenkins': version,
  'X-Jenkins-Session': session,
  'X-Frame-Options': 'deny',
});

/** Headers of full HTML pages. */
export const pageHeaders = ({ version, session }: Identity) => ({
  'Content-Type': 'text/html;charset=utf-8',
  'Cache-Control': 'no-cache,no-store,must-revalidate',
  Expires: '0',
  'X-Hudson-Theme': 'default',
  'Referrer-Policy': 'same-origin',
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Set-Cookie': `JSESSIONID.df8d8104=node0${randomBytes(12).toString('hex')}.node0; Path=/; HttpOnly; SameSite=Lax`,
  'X-Hudson': '1.395',
  'X-Jenkins': version,
  'X-Jenkins-Session': session,
  'X-Frame-Options': 'sameorigin',
});
