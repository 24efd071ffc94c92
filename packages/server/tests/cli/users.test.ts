import { routes } from '@buildbutler/contract';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { adminName, startTestApp, type TestApp } from '../../testkit/start-test-app.ts';
import { houseOf, run } from './app-house.ts';
import type { MemoryIoOptions } from './memory-io.ts';

let app: TestApp;
beforeAll(async () => {
  app = await startTestApp();
  await app.createAdministrator();
});
afterAll(() => app.stop());

const cli = (line: string, options: MemoryIoOptions = {}) => run(houseOf(app), line.split(' '), options);
const password = 'a very long password';

async function accept(link: string, username?: string): Promise<void> {
  const token = new URL(link).hash.replace('#token=', '');
  const name = username === undefined ? {} : { username };
  await app.client().call(routes.redeemLink, { body: { token, password, ...name } });
}

const usersNow = async () => JSON.parse((await cli('users list --json')).out) as { username: string; role: string }[];

test('somebody is invited, given a role, kept out, let in again and removed', async () => {
  const invited = await cli('users invite --note Grace --json');
  expect(invited.exit).toBe(0);
  const link = JSON.parse(invited.out) as { url: string; kind: string };
  expect(link).toMatchObject({ kind: 'invitation', url: expect.stringContaining(`${app.url}/invite#token=`) });
  expect(invited.err).not.toContain(link.url);
  await accept(link.url, 'Grace');

  expect((await cli('users role grace EDITOR')).exit).toBe(0);
  const disabled = await cli('users disable grace --json');
  expect(JSON.parse(disabled.out)).toMatchObject({ username: 'Grace', role: 'editor', isDisabled: true });
  expect((await cli('users list')).out).toMatch(/^Grace\teditor\t20\S+Z\tdisabled\t20\S+Z$/m);
  expect((await cli('users enable grace')).exit).toBe(0);

  const reset = await cli('users reset-password grace --link');
  expect(reset.out).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/invite#token=\S+\n$/);
  await accept(reset.out.trim());

  expect((await cli('users remove grace')).exit).toBe(2);
  expect((await cli('users remove grace', { answers: ['else'] })).exit).toBe(1);
  expect((await cli('users remove grace', { answers: ['grace'] })).exit).toBe(0);
  expect((await usersNow()).map(({ username }) => username)).toEqual([adminName]);
});

test.each([
  [`users role ${adminName} viewer`, 1, /only administrator/],
  [`users disable ${adminName}`, 1, /only administrator/],
  [`users remove ${adminName} --yes`, 1, /only administrator/],
  [`users role ${adminName} boss`, 2, /no role/],
  ['users disable nobody', 3, /no user "nobody"/],
  ['users invite --role boss', 2, /Allowed choices are viewer, editor, admin/],
  ['users reset-password nobody --link', 3, /no user "nobody"/],
  ['users reset-password nobody --link --password-stdin', 2, /cannot be used with/],
])('%s ends with %i', async (line, exit, sentence) => {
  const result = await cli(line);
  expect([result.exit, result.out]).toEqual([exit, '']);
  expect(result.err).toMatch(sentence);
  expect(await usersNow()).toMatchObject([{ username: adminName, role: 'admin' }]);
});

test('a token that is no administrator’s gets nowhere', async () => {
  const serverToken = await app.createToken(['read:jobs', 'write:connections']);
  const remote = houseOf(app, { serverUrl: app.url, serverToken });
  for (const line of ['users list', 'users invite', `users disable ${adminName}`, 'tokens list']) {
    expect([line, (await run(remote, line.split(' '))).exit]).toEqual([line, 4]);
  }
});
