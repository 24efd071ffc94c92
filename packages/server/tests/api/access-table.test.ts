import { type Access, type Route, type RouteName, roles, routes, type Scope, scopes } from '@buildbutler/contract';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { storePathIn } from '../../src/data-dir.ts';
import { createPasswords } from '../../src/operations/create-passwords.ts';
import { openStore } from '../../src/storage/open-store.ts';
import { insertUser } from '../../src/storage/user-repository.ts';
import { cookieOf, startTestApp, type TestApp } from '../../testkit/start-test-app.ts';

const password = 'correct horse battery';
const ids: Record<string, string> = { jobId: 'j_1', username: 'nobody' };

/** Something that the route accepts as far as access is concerned; what it then says is not the question here. */
function pathOf({ path }: Route): string {
  const isPublicId = /\/(jobs|builds)\/:id/.exec(path)?.[1];
  // Nothing that exists: an administrator's walk would revoke the tokens of the next ones.
  const id = isPublicId === undefined ? '999999' : isPublicId === 'jobs' ? 'j_1' : 'b_1';
  return path.replace(/:(\w+)/g, (_, name: string) => (name === 'id' ? id : (ids[name] ?? '1')));
}

async function statusOf(house: TestApp, route: Route, headers: Record<string, string>): Promise<number> {
  const hasBody = route.method !== 'GET';
  const answer = await fetch(house.url + pathOf(route), {
    method: route.method,
    headers: { ...headers, ...(hasBody ? { 'content-type': 'application/json', origin: house.url } : {}) },
    // Fits no schema: a caller who is let in gets no further than 400.
    ...(hasBody ? { body: '[]' } : {}),
  });
  await answer.arrayBuffer();
  return answer.status;
}

const allowsRole = (access: Access, role: (typeof roles)[number]) =>
  access === 'public' || roles.indexOf(role) >= roles.indexOf(access.role);

function allowsToken(access: Access, scope: Scope): boolean {
  return access === 'public' || scope === 'admin' || access.scope === scope;
}

/** Signing out ends the session that the next routes of the walk need. */
const walked = (Object.entries(routes) as [RouteName, Route][]).filter(([name]) => name !== 'signOut');

describe('every route lets in exactly whom its contract names', () => {
  let house: TestApp;
  const cookies = new Map<string, string>();
  const tokens = new Map<Scope, string>();

  beforeAll(async () => {
    house = await startTestApp();
    cookies.set('admin', await house.createAdministrator());
    const store = openStore({ path: storePathIn(house.config.dataDir), role: 'api' });
    const hash = await createPasswords().hash(password);
    for (const role of ['viewer', 'editor'] as const) {
      const user = { username: role, password_hash: hash, role, created_at_ms: Date.now() };
      await store.transaction((tx) => insertUser(tx, user));
      const answer = await fetch(house.url + routes.signIn.path, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ username: role, password }),
      });
      cookies.set(role, cookieOf(answer));
    }
    await store.close();
    for (const scope of scopes) tokens.set(scope, await house.createToken([scope]));
  });
  afterAll(() => house.stop());

  test.each(walked)('%s to somebody unknown', async (_name, route) => {
    const status = await statusOf(house, route, {});
    if (route.access === 'public') expect([401, 403]).not.toContain(status);
    else expect(status).toBe(401);
  });

  describe.each(roles)('a signed-in %s', (role) => {
    test.each(walked)('%s', async (_name, route) => {
      const status = await statusOf(house, route, { cookie: cookies.get(role) ?? '' });
      expect(status === 403 || status === 401).toBe(!allowsRole(route.access, role));
      expect(status).not.toBe(500);
    });
  });

  describe.each(scopes)('a token with the scope %s', (scope) => {
    test.each(walked)('%s', async (_name, route) => {
      const status = await statusOf(house, route, { authorization: `Bearer ${tokens.get(scope)}` });
      expect(status === 403 || status === 401).toBe(!allowsToken(route.access, scope));
      expect(status).not.toBe(500);
    });
  });

  test('this machine gets everywhere', async () => {
    for (const [, route] of walked) {
      expect([401, 403, 500]).not.toContain(
        await statusOf(house, route, { authorization: `Bearer ${house.app.localToken}` }),
      );
    }
  });
});
