import { createClient, routes } from '@buildbutler/contract';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ManualClock } from '../../testkit/manual-clock.ts';
import { adminName, adminPassword, cookieOf, startTestApp, type TestApp } from '../../testkit/start-test-app.ts';
import { problemOf } from './problem-of.ts';

/** The API as a browser that is signed in: same origin, with its cookie. */
function browser(url: string, cookie: string) {
  return createClient({
    baseUrl: url,
    fetch: (address, init) => fetch(address, { ...init, headers: { ...init.headers, cookie, origin: url } }),
  });
}

function post(url: string, path: string, headers: Record<string, string>, body: unknown = {}): Promise<Response> {
  return fetch(url + path, { method: 'POST', headers, body: JSON.stringify(body) });
}

describe('set-up', () => {
  let house: TestApp;
  beforeAll(async () => {
    house = await startTestApp();
  });
  afterAll(() => house.stop());

  test('a fresh house asks for its first administrator, refuses a wrong token, and accepts the printed one once', async () => {
    const nobody = house.client();
    expect(await nobody.call(routes.getSetup, {})).toEqual({ needed: true });
    const body = { username: adminName, password: adminPassword };
    const wrong = await problemOf(
      nobody.call(routes.createFirstAdministrator, { body: { ...body, token: 'x'.repeat(43) } }),
    );
    expect([wrong.status, wrong.code]).toEqual([403, 'forbidden']);
    const short = await problemOf(
      nobody.call(routes.createFirstAdministrator, {
        body: { ...body, password: 'too short', token: house.setupToken },
      }),
    );
    expect([short.code, short.errors?.[0]?.path]).toEqual(['bad_request', 'body.password']);

    const cookie = await house.createAdministrator();
    expect(await browser(house.url, cookie).call(routes.getSession, {})).toMatchObject({
      username: adminName,
      role: 'admin',
    });
    expect(await nobody.call(routes.getSetup, {})).toEqual({ needed: false });
    const again = await problemOf(
      nobody.call(routes.createFirstAdministrator, { body: { ...body, token: house.setupToken } }),
    );
    expect([again.status, again.code]).toEqual([409, 'conflict']);
  });
});

describe('with an administrator', () => {
  let house: TestApp;
  let cookie: string;
  beforeAll(async () => {
    house = await startTestApp();
    cookie = await house.createAdministrator();
  });
  afterAll(() => house.stop());

  test('the session cookie is out of reach of scripts and of other sites', async () => {
    const answer = await post(
      house.url,
      routes.signIn.path,
      { 'content-type': 'application/json' },
      { username: adminName, password: adminPassword },
    );
    expect(answer.status).toBe(201);
    const [cookieText = ''] = answer.headers.getSetCookie();
    expect(cookieText).toMatch(/^bb_session=[\w-]{43};/);
    expect(cookieText).toContain('HttpOnly');
    expect(cookieText).toContain('SameSite=Lax');
    expect(cookieText).toContain('Path=/');
    expect(cookieText).not.toContain('Secure');
    expect(await answer.text()).not.toContain(cookieOf(answer).slice('bb_session='.length));
  });

  test('signing out ends the session itself, not only the cookie', async () => {
    const answer = await post(
      house.url,
      routes.signIn.path,
      { 'content-type': 'application/json' },
      { username: adminName, password: adminPassword },
    );
    const client = browser(house.url, cookieOf(answer));
    await client.call(routes.signOut, {});
    expect((await problemOf(client.call(routes.getSession, {}))).code).toBe('unauthorized');
  });

  test('a wrong name and a wrong password get the same answer', async () => {
    const nobody = house.client();
    const wrong = (username: string) =>
      problemOf(nobody.call(routes.signIn, { body: { username, password: 'not the password' } }));
    const [known, unknown] = [await wrong(adminName), await wrong('nobody')];
    expect({ ...known, requestId: '' }).toEqual({ ...unknown, requestId: '' });
    expect(known.status).toBe(401);
  });

  test('guessing is slowed down, and the right password of another account still works', async () => {
    const nobody = house.client();
    const guess = () =>
      problemOf(nobody.call(routes.signIn, { body: { username: 'guessed', password: 'wrong password' } }));
    const codes: string[] = [];
    for (let attempt = 0; attempt < 8; attempt += 1) codes.push((await guess()).code);
    expect(codes.at(-1)).toBe('rate_limited');
    const session = await nobody.call(routes.signIn, { body: { username: adminName, password: adminPassword } });
    expect(session.username).toBe(adminName);
  });

  describe('changes with a cookie', () => {
    const path = routes.createToken.path;
    const body = { name: 'csrf', scopes: ['read:jobs'] };
    const json = { 'content-type': 'application/json' };

    test.each([
      ['from a page of ours', { 'sec-fetch-site': 'same-origin' }, 201],
      ['from a page of another site', { 'sec-fetch-site': 'cross-site' }, 403],
      ['from a sub-domain', { 'sec-fetch-site': 'same-site' }, 403],
      ['with the origin of another site', { origin: 'https://evil.example' }, 403],
      ['from a sandboxed frame', { origin: 'null' }, 403],
      ['without any proof of origin', {}, 403],
    ])('%s', async (_name, headers, status) => {
      const answer = await post(house.url, path, { ...json, cookie, ...headers }, body);
      expect(answer.status).toBe(status);
    });

    test('must be JSON, which a form of another site cannot send', async () => {
      const answer = await post(
        house.url,
        path,
        { cookie, 'sec-fetch-site': 'same-origin', 'content-type': 'text/plain' },
        body,
      );
      expect(answer.status).toBe(400);
    });

    test('another site cannot sign a browser in either', async () => {
      const answer = await post(
        house.url,
        routes.signIn.path,
        { ...json, 'sec-fetch-site': 'cross-site' },
        { username: adminName, password: adminPassword },
      );
      expect(answer.status).toBe(403);
    });

    test('an API token beside a cookie counts alone and needs no origin', async () => {
      const token = await house.createToken(['admin']);
      const answer = await post(house.url, path, { ...json, cookie, authorization: `Bearer ${token}` }, body);
      expect(answer.status).toBe(201);
      const refused = await post(house.url, path, { ...json, cookie, authorization: 'Bearer bb_live_wrong' }, body);
      expect(refused.status).toBe(401);
    });
  });

  test('API tokens: shown once, listed without their secret, revoked for good', async () => {
    const admin = browser(house.url, cookie);
    const created = await admin.call(routes.createToken, { body: { name: 'reader', scopes: ['read:builds'] } });
    expect(created.token).toMatch(/^bb_live_[\w-]{43}$/);
    expect(Date.parse(created.expiresAt) - Date.now()).toBeGreaterThan(360 * 86_400_000);
    const reader = house.client(created.token);
    expect((await reader.call(routes.listBuilds, { query: {} })).data).toEqual([]);
    const listed = (await admin.call(routes.listTokens, {})).data.find(({ id }) => id === created.id);
    expect(listed).toMatchObject({ name: 'reader', scopes: ['read:builds'] });
    expect(listed?.lastUsedAt).not.toBeNull();
    expect(JSON.stringify(listed)).not.toContain('bb_live_');
    await admin.call(routes.revokeToken, { params: { id: created.id } });
    expect((await problemOf(reader.call(routes.listBuilds, { query: {} }))).code).toBe('unauthorized');
  });

  test('a new password ends the sessions of its user', async () => {
    const session = await post(
      house.url,
      routes.signIn.path,
      { 'content-type': 'application/json' },
      { username: adminName, password: adminPassword },
    );
    const client = browser(house.url, cookieOf(session));
    await client.call(routes.getSession, {});
    await house.local.call(routes.resetPassword, {
      params: { username: adminName },
      body: { password: adminPassword },
    });
    expect((await problemOf(client.call(routes.getSession, {}))).code).toBe('unauthorized');
  });

  test('nothing secret reaches the log', async () => {
    const text = JSON.stringify(house.logLines);
    expect(house.logLines.length).toBeGreaterThan(20);
    expect(text).not.toContain(adminPassword);
    expect(text).not.toContain('bb_live_');
    expect(text).not.toContain(cookie.slice('bb_session='.length));
    expect(text).not.toContain(house.app.localToken);
  });
});

test('sessions and tokens end with time', async () => {
  const clock = new ManualClock();
  const house = await startTestApp({ clock });
  try {
    const admin = browser(house.url, await house.createAdministrator());
    const reader = house.client(await house.createToken(['read:builds']));
    const days = (count: number) => clock.advance(count * 86_400_000);
    await days(6);
    await admin.call(routes.getSession, {});
    await days(8);
    expect((await problemOf(admin.call(routes.getSession, {}))).code).toBe('unauthorized');
    await reader.call(routes.listBuilds, { query: {} });
    await days(352);
    expect((await problemOf(reader.call(routes.listBuilds, { query: {} }))).code).toBe('unauthorized');
  } finally {
    await house.stop();
  }
});

test('the set-up token is good for an hour', async () => {
  const clock = new ManualClock();
  const house = await startTestApp({ clock });
  try {
    await clock.advance(60 * 60_000);
    await expect(house.createAdministrator()).rejects.toThrow(/403.*expired/);
    const later = await house.restart();
    await later.createAdministrator();
    await later.stop();
  } finally {
    await house.stop();
  }
});
