import { routes } from '@buildbutler/contract';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { ciBot } from '../../testkit/fake-jenkins/access.ts';
import { type FakeJenkins, startFakeJenkins } from '../../testkit/fake-jenkins/start-fake-jenkins.ts';
import { startTestApp, type TestApp } from '../../testkit/start-test-app.ts';
import { createDatabase, type TestDatabase } from '../postgres/create-database.ts';
import { type CuttableWay, openCuttableWay } from '../postgres/cuttable-way.ts';

let database: TestDatabase;
let way: CuttableWay;
let jenkins: FakeJenkins;
let house: TestApp;

beforeEach(async () => {
  database = await createDatabase({ isEmpty: true });
  way = await openCuttableWay(database.url);
  jenkins = await startFakeJenkins();
  house = await startTestApp({ config: { databaseUrl: way.url }, isCollecting: true });
});
afterEach(async () => {
  way.mend();
  await house.stop();
  await way.close();
  await jenkins.close();
  await database.drop();
});

const status = async (path: string) => (await fetch(`${house.url}${path}`)).status;
const patience = { timeout: 40_000, interval: 200 };

test('while the database is away, answers say so and nothing dies; afterwards everything goes on by itself', async () => {
  const job = jenkins.world.addJob('team/api');
  jenkins.world.addBuild(job);
  const numbers = async () =>
    (await house.local.call(routes.listBuilds, { query: {} })).data.map(({ number }) => number);
  const { id } = await house.local.call(routes.createConnection, {
    body: { name: 'Production', url: jenkins.url, username: ciBot.name, token: ciBot.token, pace: 'fast' },
  });
  await expect.poll(numbers, patience).toEqual([1]);
  expect([await status('/healthz'), await status('/readyz')]).toEqual([200, 200]);

  way.cut();
  jenkins.world.addBuild(job);
  const away = { problem: { status: 503, code: 'unavailable', detail: expect.stringContaining('goes on by itself') } };
  await expect(house.local.call(routes.listConnections, {})).rejects.toMatchObject(away);
  await expect(house.local.call(routes.pauseConnection, { params: { id } })).rejects.toMatchObject(away);
  await expect(numbers()).rejects.toMatchObject({ problem: { status: 503 } });
  expect([await status('/healthz'), await status('/readyz')]).toEqual([200, 503]);
  const { reasons } = (await (await fetch(`${house.url}/readyz`)).json()) as { reasons: string[] };
  expect(reasons).toContainEqual(expect.stringMatching(/database.*goes on by itself/));

  way.mend();
  await expect.poll(numbers, patience).toEqual([2, 1]);
  await expect.poll(() => status('/readyz'), patience).toBe(200);
  expect((await house.local.call(routes.pauseConnection, { params: { id } })).status).toBe('Paused');
  const defects = house.logLines.filter(({ event }) => event === 'collector_defect' || event === 'collector_died');
  expect(defects).toEqual([]);
}, 120_000);

test('a start without the database is refused with a sentence that holds no password', async () => {
  way.cut();
  const start = startTestApp({ config: { databaseUrl: way.url } });
  const error: unknown = await start.catch((thrown: unknown) => thrown);
  expect(error).toMatchObject({ code: 'unavailable', message: expect.stringContaining('goes on by itself') });
  expect(String(error)).not.toContain('only');
}, 60_000);
