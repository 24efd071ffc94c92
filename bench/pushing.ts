import { randomBytes } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createClient, routes } from '@buildbutler/contract';
import { openStore, type Store } from '../packages/server/src/storage/open-store.ts';
import { ciBot } from '../packages/server/testkit/fake-jenkins/access.ts';
import { type FakeJenkins, startFakeJenkins } from '../packages/server/testkit/fake-jenkins/start-fake-jenkins.ts';
import { World } from '../packages/server/testkit/fake-jenkins/world.ts';
import { startPostgres } from '../packages/server/tests/postgres/start-postgres.ts';
import { ServedProcess } from './served-process.shared.ts';

// How long Jenkins waits for the answer to an announcement, and how long it takes until the announced build is in the store:
// with the embedded store, and with a database where the announcement arrives at a process that does not collect from that
// controller. The polls are minutes apart, so that nothing but the announcement can have brought the build.
const answersAsked = 200;
const buildsAnnounced = Number(process.env.BENCH_BUILDS ?? 20);
const giveUpMs = 20_000;
const pollEveryMs = 10;

const sleep = (ms: number) => new Promise<void>((resolve) => void setTimeout(resolve, ms));

interface Hook {
  readonly address: string;
  readonly connectionId: number;
  readonly secret: string;
}

async function announce({ address, connectionId, secret }: Hook, body: object): Promise<number> {
  const before = performance.now();
  const answer = await fetch(`${address}/api/v1/hooks/jenkins/${connectionId}`, {
    method: 'POST',
    headers: { 'x-buildbutler-secret': secret, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  await answer.arrayBuffer();
  if (answer.status !== 202) throw new Error(`an announcement was answered with ${answer.status}`);
  return performance.now() - before;
}

async function untilStored(store: Store, number: number): Promise<void> {
  const untilMs = performance.now() + giveUpMs;
  for (;;) {
    const row = await store.db
      .selectFrom('build')
      .select('is_building')
      .where('number', '=', number)
      .where('is_building', '=', 0)
      .executeTakeFirst();
    if (row !== undefined) return;
    if (performance.now() > untilMs) throw new Error(`#${number} did not come within ${giveUpMs / 1_000} s`);
    await sleep(pollEveryMs);
  }
}

const rank = (values: readonly number[], share: number) =>
  values.toSorted((a, b) => a - b)[Math.max(0, Math.ceil(share * values.length) - 1)] ?? 0;

function print(title: string, values: readonly number[]): void {
  const figures = [0.5, 0.99, 1].map((share) => rank(values, share).toFixed(1).padStart(9));
  console.log(`${title.padEnd(62)}${figures.join('')}`);
}

/** The server at which the announcement arrives, and all that have to be ended. */
interface Scene {
  readonly store: Store;
  readonly fake: FakeJenkins;
  readonly hook: Hook;
}

async function measure(name: string, { fake, hook, store }: Scene): Promise<boolean> {
  const job = fake.world.job('team/app');
  const arrivals: number[] = [];
  for (let count = 0; count < buildsAnnounced; count += 1) {
    // Anywhere in the rhythm of whatever looks around.
    await sleep(Math.random() * 2_000);
    const { number } = fake.world.addBuild(job);
    const before = performance.now();
    await announce(hook, { job: 'team/app', number });
    await untilStored(store, number);
    arrivals.push(performance.now() - before);
  }
  const answers: number[] = [];
  for (let count = 0; count < answersAsked; count += 1)
    answers.push(await announce(hook, { job: 'team/app', number: 1 + count }));
  print(`${name}: 202 after`, answers);
  print(`${name}: announced build in the store after`, arrivals);
  return rank(answers, 0.99) < 50 && rank(arrivals, 0.99) <= 2_500;
}

async function connect(server: ServedProcess, fake: FakeJenkins): Promise<number> {
  const { address, token } = await server.ready();
  const body = { name: 'Pushing', url: fake.url, username: ciBot.name, token: ciBot.token };
  return (await createClient({ baseUrl: address, token }).call(routes.createConnection, { body })).id;
}

async function hookAt(server: ServedProcess, connectionId: number): Promise<Hook> {
  const { address, token } = await server.ready();
  const client = createClient({ baseUrl: address, token });
  const { secret } = await client.call(routes.createConnectionHook, { params: { id: connectionId } });
  return { address, connectionId, secret };
}

/** The first import has ended: from now on only polls minutes apart, or announcements. */
async function untilIdle(store: Store): Promise<void> {
  for (;;) {
    const state = await store.db.selectFrom('connection_state').select(['phase', 'is_idle']).executeTakeFirst();
    if (state?.phase === 'done' && state.is_idle === 1) return;
    await sleep(100);
  }
}

async function startJenkins(): Promise<FakeJenkins> {
  const world = new World();
  const job = world.addJob('team/app');
  // Announced again to measure the answer: builds that are known cost the controller nothing.
  for (let count = 0; count < answersAsked; count += 1) world.addBuild(job);
  return startFakeJenkins({ world, latencyMs: 20 });
}

const stack = new AsyncDisposableStack();
let isGood = true;
try {
  const folder = await mkdtemp(join(tmpdir(), 'buildbutler-pushing-'));
  stack.defer(() => rm(folder, { recursive: true, force: true }));
  const fake = await startJenkins();
  stack.defer(() => fake.close());
  console.log(`${'ms'.padEnd(62)}${['p50', 'p99', 'most'].map((title) => title.padStart(9)).join('')}`);

  const dataDir = join(folder, 'embedded');
  const server = new ServedProcess({ dataDir, databaseUrl: null, syncInterval: '10m' });
  stack.defer(() => server.kill());
  const id = await connect(server, fake);
  const embedded = openStore({ path: join(dataDir, 'buildbutler.db'), role: 'reader' });
  stack.defer(() => embedded.close());
  await untilIdle(embedded);
  isGood = await measure('SQLite', { store: embedded, fake, hook: await hookAt(server, id) });
  await server.kill();

  const keyFile = join(folder, 'secret.key');
  await writeFile(keyFile, randomBytes(32).toString('base64'), { mode: 0o600 });
  const postgres = await startPostgres();
  stack.defer(() => postgres.close());
  const databaseUrl = postgres.urlOf('postgres');
  const pair = ['one', 'two'].map(
    (name) => new ServedProcess({ dataDir: join(folder, name), databaseUrl, keyFile, syncInterval: '10m' }),
  );
  for (const one of pair) stack.defer(() => one.kill());
  const [first] = pair;
  if (first === undefined) throw new Error('no server');
  const shared = await connect(first, fake);
  for (const one of pair) await one.ready();
  const store = openStore({ databaseUrl, role: 'reader' });
  stack.defer(() => store.close());
  await untilIdle(store);
  const { holder: name } = await store.db.selectFrom('lease').select('holder').executeTakeFirstOrThrow();
  const holder = pair.find(({ pid }) => name.split(':').includes(String(pid)));
  const other = pair.find((one) => one !== holder);
  if (holder === undefined || other === undefined) throw new Error(`nobody knows ${name}`);
  isGood =
    (await measure('PostgreSQL, at the process that collects', { store, fake, hook: await hookAt(holder, shared) })) &&
    isGood;
  isGood =
    (await measure('PostgreSQL, at another process', { store, fake, hook: await hookAt(other, shared) })) && isGood;
} finally {
  await stack.disposeAsync();
}
process.exitCode = isGood ? 0 : 1;
