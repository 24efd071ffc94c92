import { type Miss, miss } from './miss.ts';
import { asText } from './read-json.ts';
import { missOfRedirect } from './redirect.ts';
import { retryAfterMs } from './retry-after.ts';

export interface Refusal {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  /** The first bytes of the body. */
  readonly page: string;
  readonly baseUrl: string;
  /** The path asked for, below the base URL. */
  readonly path: string;
  readonly nowMs: number;
}

const rootPaths = new Set(['/api/json', '/whoAmI/api/json']);
const startUpPage =
  /getting ready to work|jenkins-booting|scripts\/loading\.js|<title>\s*(re)?starting jenkins|is restarting/i;
const loginForm = /<form[^>]*(login|j_spring_security_check|j_acegi_security_check|saml|sso)|type=["']?password/i;

const ofItem = {
  cause: 'The user lacks Job/Read for this job.',
  fix: 'Grant Job/Read for this job to the user. Reading builds and logs needs nothing else.',
};

const hasJenkinsHeaders = ({ headers }: Refusal) => 'x-jenkins' in headers || 'x-hudson' in headers;

function missOf401(): Miss {
  return miss('barred', 'unauthorized');
}

function missOf403(refusal: Refusal): Miss {
  const isFromJenkins = hasJenkinsHeaders(refusal);
  const permission = asText(refusal.headers['x-required-permission'], 200);
  const user = refusal.headers['x-you-are-authenticated-as'];
  const isNobody = user === 'anonymous' || (user === undefined && /authentication required/i.test(refusal.page));
  const isBarred = rootPaths.has(refusal.path) || permission === 'hudson.model.Hudson.Read';
  const reason = isBarred ? 'barred' : 'denied';
  if (isFromJenkins && isNobody) return miss('barred', 'anonymous_session', { isFromJenkins });
  if (permission !== null) {
    const extra = isBarred ? {} : ofItem;
    return miss(reason, 'forbidden', { detail: `Jenkins names the permission ${permission}`, isFromJenkins, extra });
  }
  const detail = isFromJenkins
    ? undefined
    : 'the answer does not bear the marks of Jenkins: a filter in front of it may refuse the API';
  return miss(reason, 'forbidden', { detail, isFromJenkins });
}

/** Below the root a 404 is about a job or a build, and says nothing against the base URL. */
function missOf404(refusal: Refusal): Miss {
  const isFromJenkins = hasJenkinsHeaders(refusal);
  if (rootPaths.has(refusal.path)) return miss('absent', 'not_found', { isFromJenkins });
  const extra = {
    message: 'Jenkins does not show this job or build (404).',
    cause: 'It was deleted, moved or renamed, or the user lacks Job/Read for it.',
    fix: 'Open it in Jenkins with this user. If it is there for others only, grant Job/Read.',
  };
  return miss('absent', 'not_found', { isFromJenkins, extra });
}

function missOf503(refusal: Refusal): Miss {
  const wait = retryAfterMs(refusal.headers['retry-after'], refusal.nowMs);
  const extra = wait === undefined ? {} : { retryAfterMs: wait };
  if (startUpPage.test(refusal.page)) return miss('starting', 'unavailable', { isFromJenkins: true, extra });
  return miss('lost', 'unavailable', {
    detail: 'answered by something in front of Jenkins, which is down or busy',
    extra,
  });
}

function missOf429(refusal: Refusal): Miss {
  const wait = retryAfterMs(refusal.headers['retry-after'], refusal.nowMs);
  return miss('throttled', 'rate_limited', wait === undefined ? {} : { extra: { retryAfterMs: wait } });
}

function missOf200(refusal: Refusal): Miss {
  const type = asText(refusal.headers['content-type'], 100) ?? 'no content type';
  const detail = loginForm.test(refusal.page) ? 'a login page' : `status 200 with ${type}`;
  return miss('foreign', 'not_jenkins', { detail });
}

function missOfOther(refusal: Refusal): Miss {
  const { status } = refusal;
  const isFromJenkins = hasJenkinsHeaders(refusal);
  if (status >= 500) {
    const reason = isFromJenkins || status === 500 ? 'broken' : 'lost';
    return miss(reason, 'bad_data', { detail: `status ${status}`, isFromJenkins });
  }
  return isFromJenkins
    ? miss('broken', 'bad_data', { detail: `status ${status}`, isFromJenkins })
    : miss('foreign', 'not_jenkins', { detail: `status ${status}` });
}

const byStatus: Readonly<Record<number, (refusal: Refusal) => Miss>> = {
  200: missOf200,
  401: missOf401,
  403: missOf403,
  404: missOf404,
  414: () => miss('oversized', 'bad_data', { detail: 'a proxy accepts only shorter addresses, status 414' }),
  429: missOf429,
  431: () => miss('oversized', 'bad_data', { detail: 'a proxy accepts only shorter addresses, status 431' }),
  502: () => miss('lost', 'unreachable', { detail: 'a proxy in front of Jenkins got no answer from it, status 502' }),
  503: missOf503,
  504: () => miss('overtaxed', 'timeout', { detail: 'a proxy in front of Jenkins gave up waiting, status 504' }),
};

/** What an answer means that is not a usable one. */
export function missOfAnswer(refusal: Refusal): Miss {
  const { status, headers } = refusal;
  if (status >= 300 && status < 400) return missOfRedirect(headers.location, refusal);
  return (byStatus[status] ?? missOfOther)(refusal);
}
