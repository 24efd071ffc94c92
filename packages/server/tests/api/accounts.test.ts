import { type Role, type Route, routes } from '@buildbutler/contract';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { adminName, adminPassword, cookieOf, startTestApp, type TestApp } from '../../testkit/start-test-app.ts';

let house: TestApp;
let admin: string;
beforeAll(async () => {
  house = await startTestApp();
  admin = await house.createAdministrator();
});
afterAll(() => house.stop());

const password = 'correct horse battery staple';

interface Asking {
  readonly cookie?: string;
  readonly path?: string;
  readonly body?: unknown;
  readonly headers?: Record<string, string>;
}

/** A browser's request, with a cookie and the origin of our own page unless told otherwise. */
async function ask({ method, path: pattern }: Route, { body, cookie, headers = {}, path = pattern }: Asking = {}) {
  const answer = await fetch(house.url + path, {
    method,
    headers: {
      'content-type': 'application/json',
      origin: house.url,
      ...(cookie === undefined ? {} : { cookie }),
      ...headers,
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await answer.text();
  const isJson = answer.headers.get('content-type')?.includes('json') ?? false;
  return { status: answer.status, json: isJson ? JSON.parse(text) : null, text, cookie: cookieOf(answer), answer };
}

const userPath = (username: string, rest = '') => `/api/v1/users/${encodeURIComponent(username)}${rest}`;

/** Invites somebody and accepts; the cookie of the new account's session. */
async function join(username: string, role: Role): Promise<string> {
  const invited = await ask(routes.createInvitation, { cookie: admin, body: { role, note: username } });
  expect(invited.status).toBe(201);
  const token = invited.json.path.replace('/invite#token=', '');
  const joined = await ask(routes.redeemLink, { body: { token, username, password } });
  expect([joined.status, joined.json.username, joined.json.role]).toEqual([201, username, role]);
  return joined.cookie;
}

test('changes to accounts need a page of our own, and JSON', async () => {
  const target = { cookie: admin, path: userPath('nobody'), body: { role: 'admin' } };
  const changes: readonly [Route, Asking][] = [
    [routes.updateUser, target],
    [routes.removeUser, { cookie: admin, path: userPath('nobody') }],
    [routes.createInvitation, { cookie: admin, body: { role: 'admin' } }],
    [routes.createResetLink, { cookie: admin, path: userPath('nobody', '/reset-link') }],
    [routes.endOtherSessions, { cookie: admin }],
    [routes.changeOwnPassword, { cookie: admin, body: { currentPassword: adminPassword, newPassword: password } }],
  ];
  for (const [route, asking] of changes) {
    for (const headers of [
      { origin: 'https://evil.example' },
      { origin: 'null' },
      { 'sec-fetch-site': 'cross-site' },
    ]) {
      expect((await ask(route, { ...asking, headers })).status).toBe(403);
    }
    expect((await ask(route, { ...asking, headers: { 'content-type': 'text/plain' } })).status).toBe(400);
  }
  // A login that is forced upon a browser is refused as well.
  const forced = await ask(routes.redeemLink, {
    body: { token: 'x', password },
    headers: { origin: 'https://evil.example' },
  });
  expect(forced.status).toBe(403);
});

test('a session that was there before never becomes somebody else’s', async () => {
  const chosen = 'bb_session=an-attacker-chose-this-value';
  const body = { username: adminName, password: adminPassword };
  const first = await ask(routes.signIn, { cookie: chosen, body });
  expect(first.cookie).not.toBe(chosen);
  expect((await ask(routes.getSession, { cookie: chosen })).status).toBe(401);
  const second = await ask(routes.signIn, { cookie: first.cookie, body });
  expect(second.cookie).not.toBe(first.cookie);
  expect((await ask(routes.getSession, { cookie: first.cookie })).status).toBe(401);
  expect((await ask(routes.getSession, { cookie: second.cookie })).status).toBe(200);
});

test.each<Role>(['viewer', 'editor'])(
  'a %s reaches nobody’s account, own role included, and sees nobody',
  async (role) => {
    const cookie = await join(`plain-${role}`, role);
    const own = userPath(`plain-${role}`);
    const tries: readonly [Route, Asking][] = [
      [routes.updateUser, { path: own, body: { role: 'admin' } }],
      [routes.updateUser, { path: userPath(adminName), body: { isDisabled: true } }],
      [routes.removeUser, { path: userPath(adminName) }],
      [routes.resetPassword, { path: userPath(adminName, '/password'), body: { password } }],
      [routes.createResetLink, { path: userPath(adminName, '/reset-link') }],
      [routes.createInvitation, { body: { role: 'admin' } }],
      [routes.listInvitations, {}],
      [routes.listUsers, {}],
      [routes.listUserSessions, { path: userPath(adminName, '/sessions') }],
      [routes.endUserSessions, { path: userPath(adminName, '/sessions') }],
      [routes.listAudit, {}],
      [routes.exportAudit, {}],
    ];
    for (const [route, asking] of tries) expect((await ask(route, { ...asking, cookie })).status).toBe(403);
    const token = await ask(routes.createToken, { cookie, body: { name: 'x', scopes: ['admin'] } });
    expect(token.status).toBe(403);
    for (const route of [routes.listTokens, routes.listOwnSessions, routes.getSession]) {
      expect((await ask(route, { cookie })).text).not.toContain(JSON.stringify(adminName));
    }
    expect((await ask(routes.getSession, { cookie })).json.role).toBe(role);
  },
);

describe('what does not belong into a change is refused whole', () => {
  beforeAll(() => join('target', 'viewer'));
  test.each([
    { role: 'admin', id: 1 },
    { role: 'admin', password_hash: 'x' },
    { role: 'owner' },
    { role: ['admin'] },
    { isDisabled: 'false' },
    { username: 'else' },
    {},
    null,
    [],
  ])('%j', async (body) => {
    expect((await ask(routes.updateUser, { cookie: admin, path: userPath('target'), body })).status).toBe(400);
    const { json } = await ask(routes.listUsers, { cookie: admin });
    expect(json.data).toContainEqual(
      expect.objectContaining({ username: 'target', role: 'viewer', isDisabled: false }),
    );
  });
});

test('nothing that is sent breaks it, however large or strange', async () => {
  const invited = await ask(routes.createInvitation, { cookie: admin, body: {} });
  const token = invited.json.path.replace('/invite#token=', '');
  const names = [
    '',
    ' ',
    'a'.repeat(65),
    'a'.repeat(500_000),
    '\ufdfa'.repeat(64),
    'a\u0000b',
    'a\u202eb',
    'a\u200bb',
    '\u3164',
    'a/b',
    '<b>',
    '=1+1',
    '(this machine)',
    'a b',
    '\ud800',
  ];
  for (const username of names) {
    const { status } = await ask(routes.redeemLink, { body: { token, username, password } });
    expect([username.slice(0, 20), status]).toEqual([username.slice(0, 20), 400]);
  }
  for (const word of ['__proto__', 'constructor', '%00', '%ff', 'a'.repeat(400), '..%2f..', '\u202e']) {
    const { status } = await ask(routes.removeUser, { cookie: admin, path: `/api/v1/users/${word}` });
    expect([400, 404]).toContain(status);
  }
  const strange = ['', 'a'.repeat(201), '\u0000', '\ud800'];
  for (const text of strange) {
    const opened = await ask(routes.openLink, { body: { token: text }, headers: { 'x-forwarded-for': '203.0.113.9' } });
    expect([400, 404, 429]).toContain(opened.status);
    const { status } = await ask(routes.listAudit, {
      cookie: admin,
      path: `${routes.listAudit.path}?actor=${encodeURIComponent(text.toWellFormed())}&action=${encodeURIComponent(text.toWellFormed())}`,
    });
    expect([200, 400]).toContain(status);
  }
  const huge = await ask(routes.openLink, { body: { token: 'x'.repeat(2_000_000) } });
  expect(huge.status).toBe(413);
  expect((await ask(routes.redeemLink, { body: { token, username: 'grace', password } })).status).toBe(201);
});

test('one’s own password is changed with a fresh session, and the others end', async () => {
  const cookie = await join('changing', 'viewer');
  const other = (await ask(routes.signIn, { body: { username: 'CHANGING', password } })).cookie;
  const newPassword = 'another long password';
  const wrong = { currentPassword: 'wrong', newPassword };
  const refused = await ask(routes.changeOwnPassword, { cookie, body: wrong });
  expect([refused.status, refused.json.errors[0].path]).toEqual([422, 'body.currentPassword']);
  const changed = await ask(routes.changeOwnPassword, { cookie, body: { ...wrong, currentPassword: password } });
  expect(changed.status).toBe(204);
  for (const old of [cookie, other]) expect((await ask(routes.getSession, { cookie: old })).status).toBe(401);
  expect((await ask(routes.listOwnSessions, { cookie: changed.cookie })).json.data).toMatchObject([
    { isCurrent: true, network: 'this machine' },
  ]);
});

test('the audit log is there as a page and as CSV, newest first, and holds no secret', async () => {
  const page = await ask(routes.listAudit, { cookie: admin, path: `${routes.listAudit.path}?action=user&per_page=5` });
  expect(page.json.data).toHaveLength(5);
  expect(page.json.data[0]).toMatchObject({ address: '127.0.0.1', count: 1 });
  const { answer, text } = await ask(routes.exportAudit, { cookie: admin });
  expect(answer.headers.get('content-type')).toBe('text/csv; charset=utf-8');
  expect(answer.headers.get('content-disposition')).toBe('attachment; filename="buildbutler-audit.csv"');
  const [head, ...lines] = text.trimEnd().split('\r\n');
  expect(head).toBe('at,actor,action,subject,detail,address,count,lastAt');
  const times = lines.map((line) => line.slice(0, 24));
  expect(times).toEqual([...times].sort().reverse());
  expect(lines.length).toBeGreaterThan(15);
  expect(text).not.toMatch(/bb_session|bb_live_|[\w-]{43}/);
});
