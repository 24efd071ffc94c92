import { type Miss, miss } from './miss.ts';
import { asText } from './read-json.ts';

const loginPath = /\/(login|securityrealm|oauth2?|saml2?|adfs|sso|signin|sign-in|authorize|openid|cas)(\/|$|\?)/i;

function targetOf(location: string | undefined, requestUrl: string): URL | null {
  if (location === undefined) return null;
  try {
    const target = new URL(location, requestUrl);
    return /^https?:$/.test(target.protocol) ? target : null;
  } catch {
    return null;
  }
}

/** The base URL that would have led straight to the target: same host, and the same path behind the base. */
function correctedBase(target: URL, baseUrl: string, path: string): string | null {
  const base = new URL(baseUrl);
  const tail = target.pathname.endsWith('/') && !path.endsWith('/') ? `${path}/` : path;
  if (target.hostname !== base.hostname || !target.pathname.endsWith(tail)) return null;
  const prefix = target.pathname.slice(0, -tail.length).replace(/\/+$/, '');
  const corrected = `${target.origin}${prefix}`;
  return corrected === baseUrl ? null : corrected;
}

/** What a redirect means. It is never followed: the token would go with it. The query of the target stays out of the message, it may hold secrets. */
export function missOfRedirect(
  location: string | undefined,
  request: { readonly baseUrl: string; readonly path: string },
): Miss {
  const target = targetOf(location, request.baseUrl + request.path);
  if (target === null) return miss('foreign', 'redirect_refused', { detail: 'to no readable address' });
  const shown = asText(`${target.origin}${target.pathname}`, 200) ?? target.origin;
  if (loginPath.test(target.pathname)) {
    return miss('foreign', 'redirect_refused', { detail: `to a login page, ${shown}` });
  }
  const suggestedUrl = correctedBase(target, request.baseUrl, request.path);
  return miss('foreign', 'redirect_refused', {
    detail: `to ${suggestedUrl ?? shown}`,
    ...(suggestedUrl === null ? {} : { extra: { suggestedUrl } }),
  });
}
