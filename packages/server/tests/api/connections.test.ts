import { type Connection, connectionSchema, connectionTestSchema, routes } from '@buildbutler/contract';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { ConnectionSettings } from '../../src/core/connection.ts';
import type { Collector } from '../../src/sync/collector.ts';
import { ciBot } from '../../testkit/fake-jenkins/access.ts';
import { type FakeJenkins, startFakeJenkins } from '../../testkit/fake-jenkins/start-fake-jenkins.ts';
import { startTestApp, type TestApp } from '../../testkit/start-test-app.ts';
import { problemOf } from './problem-of.ts';

/** What the collector was told, in place of collecting. */
class ListeningCollector implements Collector {
  configured: readonly ConnectionSettings[] = [];
  readonly nudged: number[] = [];
  async configure(connections: readonly ConnectionSettings[]): Promise<void> {
    this.configured = connections;
  }
  async nudge(connectionId: number): Promise<void> {
    this.nudged.push(connectionId);
  }
  async hint(): Promise<void> {}
  async idle(): Promise<void> {}
  async stop(): Promise<void> {}
}

let house: TestApp;
let jenkins: FakeJenkins;
let collector: ListeningCollector;

beforeEach(async () => {
  collector = new ListeningCollector();
  jenkins = await startFakeJenkins();
  jenkins.world.addJob('team/app');
  house = await startTestApp({ createCollector: () => collector });
});
afterEach(async () => {
  await house.stop();
  await jenkins.close();
});

const body = (part: Record<string, unknown> = {}) => ({
  name: 'Production Jenkins',
  url: jenkins.url,
  username: ciBot.name,
  token: ciBot.token,
  ...part,
});

const create = (part: Record<string, unknown> = {}): Promise<Connection> =>
  house.local.call(routes.createConnection, { body: body(part) });

test('the body of the published contract is enough; the collector has the opened token at once', async () => {
  const created = await create();
  expect(connectionSchema.strict().parse(created)).toMatchObject({
    id: 1,
    name: 'Production Jenkins',
    url: jenkins.url,
    hasToken: true,
    tlsMode: 'default',
    tlsVerified: true,
    state: 'importing',
    historyDays: 90,
    pace: 'normal',
  });
  expect(collector.configured).toMatchObject([{ id: 1, baseUrl: jenkins.url, token: ciBot.token, isPaused: false }]);
  expect((await house.local.call(routes.listConnections, {})).data).toEqual([created]);
  expect(await house.local.call(routes.getConnection, { params: { id: 1 } })).toEqual(created);
});

test('no answer and no log line ever carries the token', async () => {
  const seen: string[] = [];
  const id = (await create()).id;
  const params = { id };
  seen.push(JSON.stringify(await house.local.call(routes.listConnections, {})));
  seen.push(JSON.stringify(await house.local.call(routes.testConnection, { params })));
  seen.push(JSON.stringify(await house.local.call(routes.testUnsavedConnection, { body: body() })));
  seen.push(JSON.stringify(await problemOf(create())));
  seen.push(JSON.stringify(await problemOf(create({ name: 'x', token: `${ciBot.token}\u0000` }))));
  seen.push(JSON.stringify(house.logLines));
  for (const text of seen) expect(text).not.toContain(ciBot.token);
});

test('a name is taken once, whatever its case', async () => {
  await create();
  const problem = await problemOf(create({ name: 'PRODUCTION jenkins' }));
  expect([problem.status, problem.code]).toEqual([409, 'conflict']);
});

test('saving does not demand that the controller answers', async () => {
  const { url } = jenkins;
  await jenkins.close();
  expect((await create({ url })).state).toBe('importing');
  const result = await house.local.call(routes.testConnection, { params: { id: 1 } });
  expect(result).toMatchObject({ ok: false, code: 'unreachable' });
});

test('Test Connection says who we are and what can be read', async () => {
  const unsaved = await house.local.call(routes.testUnsavedConnection, { body: body({ name: undefined }) });
  expect(connectionTestSchema.strict().parse(unsaved)).toMatchObject({
    ok: true,
    code: 'ok',
    authenticatedAs: ciBot.name,
    jenkinsVersion: '2.516.2',
    tlsVerified: true,
  });
  const wrong = await house.local.call(routes.testUnsavedConnection, { body: body({ token: 'wrong' }) });
  expect(wrong).toMatchObject({ ok: false, code: 'unauthorized' });
  expect(wrong.fix).toMatch(/token/i);
  await create();
  expect(await house.local.call(routes.testConnection, { params: { id: 1 } })).toMatchObject({ ok: true });
});

describe('a change', () => {
  const change = (part: Record<string, unknown>) =>
    house.local.call(routes.updateConnection, { params: { id: 1 }, body: part });

  test('of harmless settings needs no token', async () => {
    await create();
    expect(await change({ pace: 'gentle', includeJobs: ['team/**'] })).toMatchObject({ pace: 'gentle' });
    expect(collector.configured).toMatchObject([{ pace: 'gentle', includeJobs: ['team/**'], token: ciBot.token }]);
  });

  test('of address, user or TLS mode needs the token again, so that nobody can have it sent elsewhere', async () => {
    await create();
    for (const part of [{ url: 'https://elsewhere.example' }, { username: 'other' }, { tlsMode: 'insecure' }]) {
      const problem = await problemOf(change(part));
      expect([problem.status, problem.errors?.[0]?.path]).toEqual([422, 'token']);
    }
    expect(await change({ username: 'other', token: 'another' })).toMatchObject({ username: 'other' });
    expect(collector.configured).toMatchObject([{ username: 'other', token: 'another' }]);
  });

  test('of what is not there', async () => {
    expect((await problemOf(change({ pace: 'fast' }))).code).toBe('not_found');
  });
});

test('pause, resume and sync now', async () => {
  const params = { id: (await create()).id };
  expect(await house.local.call(routes.pauseConnection, { params })).toMatchObject({ state: 'paused', paused: true });
  expect(collector.configured).toMatchObject([{ isPaused: true }]);
  expect((await problemOf(house.local.call(routes.syncConnection, { params }))).code).toBe('conflict');
  expect(await house.local.call(routes.resumeConnection, { params })).toMatchObject({ paused: false });
  await house.local.call(routes.syncConnection, { params });
  expect(collector.nudged).toEqual([1, 1]);
});

test('removal asks for the name', async () => {
  await create();
  const remove = (confirm: string) =>
    house.local.call(routes.deleteConnection, { params: { id: 1 }, query: { confirm } });
  expect((await problemOf(remove('production'))).code).toBe('unprocessable');
  await remove('Production Jenkins');
  expect(collector.configured).toEqual([]);
  expect((await house.local.call(routes.listConnections, {})).data).toEqual([]);
  expect((await problemOf(house.local.call(routes.getConnection, { params: { id: 1 } }))).code).toBe('not_found');
});

test('what was configured is there after a restart, tokens included', async () => {
  await create();
  const again = await house.restart();
  try {
    expect(collector.configured).toMatchObject([{ id: 1, token: ciBot.token }]);
  } finally {
    await again.stop();
  }
});
