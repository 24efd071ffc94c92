import { readFile } from 'node:fs/promises';
import { routes } from '@buildbutler/contract';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { storePathIn } from '../../src/data-dir.ts';
import type { Collector, CollectorHint } from '../../src/sync/collector.ts';
import { ManualClock } from '../../testkit/manual-clock.ts';
import { startTestApp, type TestApp } from '../../testkit/start-test-app.ts';

const done = async () => undefined;
let hints: (readonly [number, CollectorHint])[];
let clock: ManualClock;
let house: TestApp;
let secret: string;

beforeEach(async () => {
  hints = [];
  const collector: Collector = {
    ...{ configure: done, nudge: done, idle: done, stop: done },
    async hint(connectionId, hint) {
      hints.push([connectionId, hint]);
    },
  };
  clock = new ManualClock();
  house = await startTestApp({ clock, createCollector: () => collector });
  for (const name of ['Production', 'Staging']) {
    await house.local.call(routes.createConnection, {
      body: { name, url: `https://${name}.example`, username: 'ci-bot', token: 'secret' },
    });
  }
  ({ secret } = await house.local.call(routes.createConnectionHook, { params: { id: 1 } }));
});
afterEach(() => house.stop());

interface Sent {
  readonly path?: string;
  readonly headers?: Record<string, string>;
  readonly body?: unknown;
}

function announce({ path = '/api/v1/hooks/jenkins/1', headers = { 'x-buildbutler-secret': secret }, body }: Sent = {}) {
  const json = body === undefined ? {} : { 'content-type': 'application/json' };
  return fetch(house.url + path, {
    method: 'POST',
    headers: { ...headers, ...json },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
}

test('a build that Jenkins announces is looked at at once', async () => {
  const answer = await announce({ body: { job: 'team/app', number: 12 } });
  expect([answer.status, await answer.json()]).toEqual([202, { accepted: true }]);
  const byQuery = await announce({
    path: `/api/v1/hooks/jenkins/1?job=team/other&number=3&secret=${secret}`,
    headers: {},
  });
  expect(byQuery.status).toBe(202);
  expect(hints).toEqual([
    [1, { job: 'team/app', number: 12 }],
    [1, { job: 'team/other', number: 3 }],
  ]);
});

test('without the right secret nothing is looked at, and nothing is told about connections', async () => {
  const body = { job: 'team/app', number: 12 };
  const wrong = [
    { headers: {} },
    { headers: { 'x-buildbutler-secret': '' } },
    { headers: { 'x-buildbutler-secret': `${secret}x` } },
    { path: '/api/v1/hooks/jenkins/2' },
    { path: '/api/v1/hooks/jenkins/99' },
  ];
  const answers = await Promise.all(wrong.map(async (sent) => announce({ ...sent, body })));
  const problems = await Promise.all(
    answers.map(async (answer) => (await answer.json()) as { code: string; detail: string }),
  );
  expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([401]));
  expect(new Set(problems.map(({ detail }) => detail)).size).toBe(1);
  expect(hints).toEqual([]);
});

test('the same announcement within a second counts once, and a flood ends with 429', async () => {
  const body = { job: 'team/app', number: 12 };
  for (let count = 0; count < 5; count += 1) expect((await announce({ body })).status).toBe(202);
  expect(hints).toHaveLength(1);
  await clock.advance(1_000);
  await announce({ body });
  expect(hints).toHaveLength(2);
  let status = 202;
  for (let number = 1; number < 1_300 && status === 202; number += 1)
    ({ status } = await announce({ body: { job: 'flood', number } }));
  expect(status).toBe(429);
});

test('a new secret ends the one before; without one announcements are refused, as after the removal of the connection', async () => {
  const before = secret;
  ({ secret } = await house.local.call(routes.createConnectionHook, { params: { id: 1 } }));
  expect((await announce({ headers: { 'x-buildbutler-secret': before } })).status).toBe(401);
  expect((await announce()).status).toBe(202);
  expect((await house.local.call(routes.getConnection, { params: { id: 1 } })).pushSince).not.toBeNull();
  await house.local.call(routes.deleteConnectionHook, { params: { id: 1 } });
  expect((await announce()).status).toBe(401);
  expect((await house.local.call(routes.getConnection, { params: { id: 1 } })).pushSince).toBeNull();
  ({ secret } = await house.local.call(routes.createConnectionHook, { params: { id: 1 } }));
  await house.local.call(routes.deleteConnection, { params: { id: 1 }, query: { confirm: 'Production' } });
  expect((await announce()).status).toBe(401);
});

test('the secret is nowhere but in the one answer', async () => {
  await announce({ path: `/api/v1/hooks/jenkins/1?secret=${secret}`, headers: {} });
  expect(JSON.stringify(house.logLines)).not.toContain(secret);
  for (const suffix of ['', '-wal']) {
    const bytes = await readFile(`${storePathIn(house.config.dataDir)}${suffix}`).catch(() => Buffer.alloc(0));
    expect(bytes.includes(secret)).toBe(false);
  }
});
