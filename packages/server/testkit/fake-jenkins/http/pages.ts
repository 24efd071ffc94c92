import type { OutgoingHttpHeaders } from 'node:http';
import { type Identity, pageHeaders } from './identity.ts';
import { makeReply, type Reply } from './reply.ts';

const escapeHtml = (text: string) => text.replace(/[&<>"']/g, (char) => `&#${char.charCodeAt(0)};`);

const fullPageBytes = 20_600;
const oopsPageBytes = 7_400;

/** A page of Jenkins with its frame, menus and scripts: mostly weight. */
function framedPage(title: string, options: { session: string; content: string; bytes: number }): string {
  const { session, content, bytes } = options;
  const script = `<script src="/static/${session}/scripts/behavior.js" type="text/javascript"></script>`;
  const head = `\n    \n  <!DOCTYPE html><html><head resURL="/static/${session}" data-rooturl="" data-crumb-header="Jenkins-Crumb"><title>${escapeHtml(title)}</title>`;
  const body = `</head><body id="jenkins"><div id="page-body"><div id="main-panel"><h1>${content}</h1></div></div></body></html>`;
  const filler = Math.max(0, Math.floor((bytes - head.length - body.length) / script.length));
  return head + script.repeat(filler) + body;
}

export function notFoundPage(identity: Identity): Reply {
  const content = framedPage('Not Found - Jenkins', { ...identity, content: 'Not Found', bytes: fullPageBytes });
  return makeReply(404, content, { headers: pageHeaders(identity), isChunked: true, isCompressible: false });
}

const impliedBy = {
  'hudson.model.Hudson.Read': ['hudson.security.Permission.GenericRead', 'hudson.model.Hudson.Administer'],
  'hudson.model.Hudson.Administer': [],
  'hudson.model.Item.Build': [
    'hudson.security.Permission.GenericUpdate',
    'hudson.security.Permission.GenericWrite',
    'hudson.model.Hudson.Administer',
  ],
  'hudson.model.Item.Configure': [
    'hudson.security.Permission.GenericConfigure',
    'hudson.security.Permission.GenericUpdate',
    'hudson.security.Permission.GenericWrite',
    'hudson.model.Hudson.Administer',
  ],
} as const;

export type Permission = keyof typeof impliedBy;

/** 403 for an account that lacks a permission of the whole controller or of a readable item: says which. */
export function permissionPage(identity: Identity, missing: { permission: Permission; user: string }): Reply {
  const headers: OutgoingHttpHeaders = {
    ...pageHeaders(identity),
    'X-You-Are-Authenticated-As': missing.user,
    'X-You-Are-In-Group-Disabled':
      'JENKINS-39402: use -Dhudson.security.AccessDeniedException2.REPORT_GROUP_HEADERS=true or use /whoAmI to diagnose',
    'X-Required-Permission': missing.permission,
    'X-Permission-Implied-By': [...impliedBy[missing.permission]],
  };
  const content = framedPage('Jenkins', { ...identity, content: 'Access Denied', bytes: fullPageBytes });
  return makeReply(403, content, { headers, isChunked: true });
}

/** 403 for an item that may be discovered but not read: says nothing about permissions. */
export function discoverOnlyPage(identity: Identity): Reply {
  const content = framedPage('Jenkins', { ...identity, content: 'Access Denied', bytes: fullPageBytes });
  return makeReply(403, content, { headers: pageHeaders(identity), isChunked: true });
}

export function methodNotAllowedPage(identity: Identity): Reply {
  const content = framedPage('Form post required', { ...identity, content: 'POST required', bytes: 86_000 });
  return makeReply(405, content, { headers: { ...pageHeaders(identity), Allow: 'POST' }, isChunked: true });
}

/** 500 "Oops!". */
export function oopsPage(identity: Identity): Reply {
  const content = '<span style="font-size:50px"> Oops!</span> A problem occurred while processing the request';
  const page = framedPage('Jenkins', { ...identity, content, bytes: oopsPageBytes });
  return makeReply(500, page, { headers: pageHeaders(identity), isChunked: true, isCompressible: false });
}

/** 403 for nobody: a script that leads to the login page, padded because browsers hide short error pages. */
export function loginRequiredPage(identity: Identity, address: string): Reply {
  const target = `/login?from=${encodeURIComponent(address)}`;
  const page = `<html><head><meta http-equiv='refresh' content='1;url=${target}'/><script id='redirect' data-redirect-url='${target}' src='/static/${identity.session}/scripts/redirect.js'></script></head><body style='background-color:white; color:white;'>\nAuthentication required\n<!--\n-->\n\n</body></html>${' '.repeat(300)}`;
  const { 'Content-Type': type, 'Set-Cookie': cookie, 'X-Hudson': hudson } = pageHeaders(identity);
  const headers = {
    'Content-Type': type,
    'Set-Cookie': cookie,
    Expires: 'Thu, 01 Jan 1970 00:00:00 GMT',
    'X-Hudson': hudson,
    'X-Jenkins': identity.version,
    'X-Jenkins-Session': identity.session,
  };
  return makeReply(403, page, { headers, isChunked: true });
}

export function loginPage(identity: Identity): Reply {
  const form =
    '<form method="post" name="login" action="j_spring_security_check"><input name="j_username" type="text"><input name="j_password" type="password"><button type="submit">Sign in</button></form>';
  const page = `<!DOCTYPE html><html lang="en"><head><title>Sign in - Jenkins</title></head><body class="app-sign-in-register"><h1>Sign in to Jenkins</h1>${form}</body></html>`;
  return makeReply(200, page, { headers: pageHeaders(identity), isChunked: true });
}

/** 503 while the controller starts: no `X-Jenkins`, no `Retry-After`. */
export function startingPage({ session }: Identity): Reply {
  const page = `\n    \n    <!DOCTYPE html><html lang="en"><head resURL="/static/${session}"><title>Starting Jenkins</title><meta name="ROBOTS" content="NOFOLLOW"></head><body><div class="simple-page" role="main"><div class="app-jenkins-booting"><h1 class="loading"><p class="jenkins-spinner">Jenkins is getting ready to work</h1><p class="restarting">Your browser will reload automatically when Jenkins is ready.</div></div></body></html>`;
  const headers = {
    Expires: '0',
    'Cache-Control': 'no-cache,no-store,must-revalidate',
    'Content-Type': 'text/html;charset=utf-8',
  };
  return makeReply(503, page, { headers, isChunked: true });
}

/** The short 404 of an address that nothing behind a readable object answers. */
export function shortNotFoundPage({ session }: Identity): Reply {
  const page = `<html><head><meta http-equiv='refresh' content='1;url=..'/><script id='redirect' data-redirect-url='..' src='/static/${session}/scripts/redirect.js'></script></head><body style='background-color:white; color:white;'>\nNot found\n<!--\n`;
  return makeReply(404, page, { headers: { 'Content-Type': 'text/html;charset=utf-8' }, isChunked: true });
}

/** An error page of Jetty: no headers of Jenkins. */
export function jettyPage(
  status: number,
  error: { message: string; uri: string; headers?: OutgoingHttpHeaders; hasServlet?: boolean },
): Reply {
  const row = (name: string, value: string) => `<tr><th>${name}:</th><td>${escapeHtml(value)}</td></tr>\n`;
  const rows = [
    row('URI', error.uri),
    row('STATUS', String(status)),
    row('MESSAGE', error.message),
    error.hasServlet === false ? '' : row('SERVLET', 'Stapler'),
  ];
  const page = `<html>\n<head>\n<meta http-equiv="Content-Type" content="text/html;charset=ISO-8859-1"/>\n<title>Error ${status} ${escapeHtml(error.message)}</title>\n</head>\n<body><h2>HTTP ERROR ${status} ${escapeHtml(error.message)}</h2>\n<table>\n${rows.join('')}</table>\n<hr/><a href="https://jetty.org/">Powered by Jetty:// 12.0.40</a><hr/>\n\n</body>\n</html>\n`;
  const headers = {
    'Cache-Control': 'must-revalidate,no-cache,no-store',
    'Content-Type': 'text/html;charset=iso-8859-1',
    ...error.headers,
  };
  return makeReply(status, page, { headers, isCompressible: false });
}

/** 401 for wrong credentials, on every path. */
export function unauthorizedPage(uri: string): Reply {
  const headers = {
    'WWW-Authenticate': 'Basic realm="Jenkins"',
    'Set-Cookie': 'remember-me=; Path=/; Expires=Thu, 01 Jan 1970 00:00:00 GMT; Max-Age=0; SameSite=Lax',
  };
  return jettyPage(401, { message: 'Unauthorized', uri, headers });
}
