import { afterEach, beforeEach, expect, test } from 'vitest';
import { buildKey, publicBuildId } from '../../src/core/entity-id.ts';
import { connectionProblem } from '../../src/jenkins/connection-problem.ts';
import { createConnection } from '../../src/operations/create-connection.ts';
import { deleteConnection } from '../../src/operations/delete-connection.ts';
import { openBuildLog } from '../../src/operations/open-build-log.ts';
import { openSecretBox } from '../../src/secrets/open-secret-box.ts';
import { createCollectionStore } from '../../src/storage/create-collection-store.ts';
import { sampleBuild, sampleJob, sampleStep } from '../storage/sample.ts';
import { anonymous, asUser, connectionInput, type House, logOf, openHouse, plainToken } from './house.ts';

const id = publicBuildId(buildKey(1, 7));
let house: House;
beforeEach(async () => {
  house = await openHouse();
  await createConnection(house.ctx, connectionInput());
  await createCollectionStore(house.store).recordStep(
    sampleStep({
      newJobs: [sampleJob('team/my repo/feature%2Flogin', { kind: 'multibranch-branch' })],
      builds: [{ jobId: { newJob: 0 }, build: sampleBuild({ number: 7 }) }],
    }),
  );
});
afterEach(() => house.close());

const { signal } = new AbortController();
const open = (ctx = house.as(asUser('viewer')), buildId: string = id) => openBuildLog(ctx, { id: buildId, signal });
const setState = (state: Parameters<typeof sampleStep>[0]) =>
  createCollectionStore(house.store).recordStep(sampleStep(state));

test('a viewer reads the log through the connection’s own token', async () => {
  house.scripted.logOutcome = { ok: true, value: logOf('hello\n', true) };
  const log = await open();
  expect(log).toMatchObject({ jobName: 'team/my repo/feature%2Flogin', number: 7 });
  for await (const chunk of log.chunks) expect(chunk).toBe('hello\n');
  expect(log.isTruncated()).toBe(true);
  expect(log.problem()).toBeNull();
  expect(house.scripted.logsOf).toMatchObject([
    {
      access: { baseUrl: 'https://jenkins.example.com', username: 'ci-bot', token: plainToken },
      path: ['team', 'my repo', 'feature%2Flogin'],
      number: 7,
      capBytes: 20_000_000,
    },
  ]);
});

test.each(['b_1', 'b_0', 'b_zzzzzzzzzzzzzzzz', publicBuildId(buildKey(1, 8))])(
  'there is no build %s',
  async (unknown) => {
    await expect(open(house.ctx, unknown)).rejects.toMatchObject({
      code: 'not_found',
      message: `There is no build ${unknown}.`,
    });
  },
);

test('what the controller does is told with its code, and its fix', async () => {
  house.scripted.logOutcome = { ok: false, problem: connectionProblem('timeout') };
  await expect(open()).rejects.toMatchObject({
    code: 'upstream_failed',
    connectionCode: 'timeout',
    message: expect.stringMatching(/did not answer in time\. Make the URL reachable/),
  });
  house.scripted.logOutcome = { ok: false, problem: connectionProblem('not_found') };
  await expect(open()).rejects.toMatchObject({
    code: 'not_found',
    message: expect.stringMatching(/has no log of this build/),
  });
});

test('a token that Jenkins has refused is not tried again by readers', async () => {
  await setState({ state: { lastProblem: { ...connectionProblem('unauthorized'), atMs: 1 } } });
  await expect(open()).rejects.toMatchObject({ code: 'upstream_failed', connectionCode: 'unauthorized' });
  expect(house.scripted.logsOf).toEqual([]);
  await setState({ state: { lastProblem: { ...connectionProblem('timeout'), atMs: 1 } } });
  await open();
  expect(house.scripted.logsOf).toHaveLength(1);
});

test('builds that Jenkins or we no longer reach say so without asking', async () => {
  await setState({ vanishedBuilds: [{ jobId: 1, number: 7 }] });
  await expect(open()).rejects.toMatchObject({
    code: 'not_found',
    message: expect.stringMatching(/Jenkins has deleted this build/),
  });
  await setState({ builds: [{ jobId: 1, build: sampleBuild({ number: 7 }) }] });
  await open();
  await deleteConnection(house.ctx, { id: 1, confirm: 'Production', deleteHistory: false });
  await expect(open()).rejects.toMatchObject({
    code: 'not_found',
    message: expect.stringMatching(/connection .* was removed/),
  });
  expect(house.scripted.logsOf).toHaveLength(1);
});

test('without the key it is not available, with a damaged token unreadable', async () => {
  const missing = { keyFile: `${house.keyFile}.gone`, isKeyFileGiven: true, sealedText: null, keyCheck: null };
  const { box: secrets } = openSecretBox(missing);
  await expect(open(house.as(asUser('viewer'), { secrets }))).rejects.toMatchObject({
    code: 'unavailable',
    message: secrets.lockedReason,
  });
  await house.store.transaction(async (tx) => {
    await tx.updateTable('connection').set({ token_sealed: 'damaged' }).execute();
  });
  await expect(open()).rejects.toMatchObject({ code: 'upstream_failed', connectionCode: 'secret_unreadable' });
});

test('nobody reads a log without signing in', async () => {
  await expect(open(house.as(anonymous))).rejects.toMatchObject({ code: 'unauthorized' });
});
