import { once } from 'node:events';
import { get, type IncomingMessage } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import { gunzipSync } from 'node:zlib';
import { routes } from '@buildbutler/contract';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { ciBot } from '../../testkit/fake-jenkins/access.ts';
import { cutBody, endlessBody } from '../../testkit/fake-jenkins/faults/transport-faults.ts';
import { type FakeJenkins, startFakeJenkins } from '../../testkit/fake-jenkins/start-fake-jenkins.ts';
import { startTestApp, type TestApp } from '../../testkit/start-test-app.ts';
import { sampleBuild, sampleJob, sampleStep } from '../storage/sample.ts';
import { problemOf } from './problem-of.ts';

let jenkins: FakeJenkins;
let house: TestApp;
let buildId: string;

async function start(log: string): Promise<void> {
  jenkins.world.addBuild(jenkins.world.addJob('team/app'), { log });
  const { id: connectionId } = await house.local.call(routes.createConnection, {
    body: { name: 'Production', url: jenkins.url, username: ciBot.name, token: ciBot.token },
  });
  await house.collection.recordStep(
    sampleStep({
      connectionId,
      newJobs: [sampleJob('team/app')],
      builds: [{ jobId: { newJob: 0 }, build: sampleBuild({ number: 1 }) }],
    }),
  );
  const { data } = await house.local.call(routes.listBuilds, { query: {} });
  buildId = data[0]?.id ?? '';
}

/** With Node's own client, which shows trailers. */
async function open(path: string, encoding = 'identity'): Promise<IncomingMessage> {
  const headers = { authorization: `Bearer ${house.app.localToken}`, 'accept-encoding': encoding };
  const [answer] = (await once(get(house.url + path, { headers }), 'response')) as [IncomingMessage];
  return answer;
}

async function textOf(answer: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of answer) chunks.push(chunk as Buffer);
  const bytes = Buffer.concat(chunks);
  return (answer.headers['content-encoding'] === 'gzip' ? gunzipSync(bytes) : bytes).toString('utf8');
}

beforeEach(async () => {
  jenkins = await startFakeJenkins();
  house = await startTestApp();
});
afterEach(async () => {
  await house.stop();
  await jenkins.close();
});

test('a short log is text that no browser takes for anything else, and says that it is whole', async () => {
  await start('Started\n<script>alert(1)</script>\nGrüße\nFinished: SUCCESS\n');
  const answer = await open(`/api/v1/builds/${buildId}/log`);
  expect(answer.headers).toMatchObject({
    'content-type': 'text/plain; charset=utf-8',
    'x-content-type-options': 'nosniff',
    'x-log-truncated': 'false',
    'cache-control': 'no-store',
  });
  expect(answer.headers['content-disposition']).toBeUndefined();
  expect(await textOf(answer)).toBe('Started\n<script>alert(1)</script>\nGrüße\nFinished: SUCCESS\n');
});

test('a download has a harmless name', async () => {
  await start('x');
  const answer = await open(`/api/v1/builds/${buildId}/log?download=true`);
  answer.resume();
  expect(answer.headers['content-disposition']).toBe('attachment; filename="team_app_1.log"');
});

test.each(['identity', 'gzip'])(
  'a log beyond the cap streams as %s, ends with a sentence, and the trailer says that it was cut',
  async (encoding) => {
    const line = `${'x'.repeat(99)}\n`;
    await start(line.repeat(220_000));
    const answer = await open(`/api/v1/builds/${buildId}/log`, encoding);
    expect(answer.headers['content-encoding']).toBe(encoding === 'gzip' ? 'gzip' : undefined);
    expect(answer.headers.trailer).toBe('x-log-truncated');
    const text = await textOf(answer);
    expect(answer.trailers['x-log-truncated']).toBe('true');
    expect(text.length).toBeGreaterThan(20_000_000);
    expect(text.length).toBeLessThan(20_001_000);
    expect(text.trimEnd().split('\n').at(-1)).toMatch(/^\[BuildButler: .*size limit.*\]$/);
  },
);

test.each(['identity', 'gzip'])(
  'a reader of %s who goes leaves no request at the controller behind',
  async (encoding) => {
    await start('x');
    jenkins.faults.add(endlessBody(), { match: 'log' });
    const answer = await open(`/api/v1/builds/${buildId}/log`, encoding);
    await once(answer, 'readable');
    expect(jenkins.stats.inFlight).toBe(1);
    answer.destroy();
    await expect.poll(() => jenkins.stats.inFlight).toBe(0);
    expect(house.logLines.filter(({ event }) => event === 'request_failed')).toEqual([]);
  },
);

test('a log that breaks off is shown as far as it came, and says so', async () => {
  await start('line one\nline two\n'.repeat(50));
  jenkins.faults.add(cutBody(0.5), { match: 'log' });
  const answer = await open(`/api/v1/builds/${buildId}/log`);
  expect(answer.headers['x-log-truncated']).toBe('true');
  const text = await textOf(answer);
  expect(text.startsWith('line one\nline two\n')).toBe(true);
  expect(text.trimEnd().split('\n').at(-1)).toMatch(/^\[BuildButler: the log broke off here\. /);
});

test('a controller that refuses is named with its code', async () => {
  await start('x');
  jenkins.accounts.users = [];
  const problem = await problemOf(house.local.call(routes.getBuildLog, { params: { id: buildId }, query: {} }));
  expect(problem).toMatchObject({ status: 502, code: 'upstream_failed', connectionCode: 'unauthorized' });
  expect(problem.detail).not.toContain(ciBot.token);
});

test('a build that Jenkins has deleted has no log', async () => {
  await start('x');
  jenkins.world.deleteBuild(jenkins.world.job('team/app'), 1);
  const problem = await problemOf(house.local.call(routes.getBuildLog, { params: { id: buildId }, query: {} }));
  expect(problem).toMatchObject({ status: 404, code: 'not_found' });
});

test('many readers at once are as gentle to the controller as one', async () => {
  await start('x');
  let [inFlight, most] = [0, 0];
  jenkins.faults.add(
    async ({ reply, send }) => {
      inFlight += 1;
      most = Math.max(most, inFlight);
      await delay(100);
      inFlight -= 1;
      await send(reply());
    },
    { match: 'log' },
  );
  const answers = await Promise.all(Array.from({ length: 8 }, () => open(`/api/v1/builds/${buildId}/log`)));
  expect(await Promise.all(answers.map(textOf))).toEqual(Array(8).fill('x'));
  expect(most).toBeLessThanOrEqual(6);
});

test('who opens logs and never reads them leaves room for others', async () => {
  await start('x');
  jenkins.faults.add(endlessBody(), { match: 'log' });
  const [hoarder, other] = [await house.createToken(['read:builds']), house.app.localToken];
  const ask = async (token: string) => {
    const headers = { authorization: `Bearer ${token}` };
    const [answer] = await once(get(`${house.url}/api/v1/builds/${buildId}/log`, { headers }), 'response');
    return answer as IncomingMessage;
  };
  const open = [];
  for (let count = 0; count < 6; count += 1) open.push(await ask(hoarder));
  expect(open.map(({ statusCode }) => statusCode)).toEqual(Array(6).fill(200));
  const refused = await ask(hoarder);
  expect(refused.statusCode).toBe(429);
  expect(JSON.parse(await textOf(refused))).toMatchObject({
    code: 'rate_limited',
    detail: expect.stringContaining('6 logs open already'),
  });
  const free = await ask(other);
  expect(free.statusCode).toBe(200);
  for (const answer of [...open, free]) answer.destroy();
  await expect.poll(() => jenkins.stats.inFlight).toBe(0);
  const again = await ask(hoarder);
  expect(again.statusCode).toBe(200);
  again.destroy();
});

test('a token that was refused once is tried again when a person asks again', async () => {
  await start('x');
  const { users } = jenkins.accounts;
  jenkins.accounts.users = [];
  await problemOf(house.local.call(routes.getBuildLog, { params: { id: buildId }, query: {} }));
  jenkins.accounts.users = users;
  expect(await house.local.call(routes.getBuildLog, { params: { id: buildId }, query: {} })).toBe('x');
});
