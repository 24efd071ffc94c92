import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Client, createClient, routes } from '@buildbutler/contract';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { buildResults } from '../../src/core/build.ts';
import { openStore, type Store } from '../../src/storage/open-store.ts';
import { ciBot } from '../../testkit/fake-jenkins/access.ts';
import { type FakeJenkins, startFakeJenkins } from '../../testkit/fake-jenkins/start-fake-jenkins.ts';
import { fullName } from '../../testkit/fake-jenkins/truth/item-names.ts';
import { createDatabase, type TestDatabase } from '../postgres/create-database.ts';

const main = fileURLToPath(new URL('../../src/main.ts', import.meta.url));
const nodeFlags = ['--conditions=source', '--disable-warning=ExperimentalWarning'];

let folder: string;
let database: TestDatabase;
let store: Store;
let jenkins: FakeJenkins;
const running = new Set<ChildProcess>();

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'buildbutler-two-'));
  database = await createDatabase({ isEmpty: true });
  store = openStore({ databaseUrl: database.url, role: 'reader' });
  jenkins = await startFakeJenkins();
  await writeFile(join(folder, 'secret.key'), randomBytes(32).toString('base64'), { mode: 0o600 });
});
afterEach(async () => {
  for (const child of running) child.kill('SIGKILL');
  await store.close();
  await database.drop();
  await jenkins.close();
  await rm(folder, { recursive: true, force: true });
});

function start(name: string, ...args: string[]) {
  const child = spawn(process.execPath, [...nodeFlags, main, ...args], {
    env: {
      PATH: process.env.PATH,
      HOME: folder,
      BUILDBUTLER_DATA_DIR: join(folder, name),
      BUILDBUTLER_DATABASE_URL: database.url,
      BUILDBUTLER_SECRET_KEY_FILE: join(folder, 'secret.key'),
      BUILDBUTLER_SYNC_INTERVAL: '1s',
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  running.add(child);
  let out = '';
  let err = '';
  child.stdout.on('data', (chunk) => {
    out += chunk;
  });
  child.stderr.on('data', (chunk) => {
    err += chunk;
  });
  const ended = once(child, 'close').then(([code]) => {
    running.delete(child);
    return { code: code as number | null, out, err };
  });
  return { child, ended, text: () => out + err };
}

/** A server on the shared database, with a data directory of its own. */
async function serve(name: string) {
  const server = start(name, 'serve', '--port', '0', '--json');
  const failed = server.ended.then(({ err }) => {
    throw new Error(`the server ended: ${err}`);
  });
  failed.catch(() => undefined);
  const isUp = () => server.text().includes('"listening"');
  while (!isUp()) await Promise.race([once(server.child.stderr, 'data'), failed]);
  const { address, token } = JSON.parse(await readFile(join(folder, name, 'server.json'), 'utf8')) as Record<
    'address' | 'token',
    string
  >;
  return { ...server, name, client: createClient({ baseUrl: address, token }) };
}

async function connect(client: Client, name: string): Promise<number> {
  const body = { name, url: jenkins.url, username: ciBot.name, token: ciBot.token, pace: 'fast' } as const;
  return (await client.call(routes.createConnection, { body })).id;
}

/** The number of the process that collects from a connection, as its name in the table begins. */
async function collectorOf(connectionId: number): Promise<number> {
  const lease = await store.db
    .selectFrom('lease')
    .select('holder')
    .where('connection_id', '=', connectionId)
    .executeTakeFirst();
  return Number(lease?.holder.split(':').at(-2));
}

/** Null = the collector rests, as it does for a paused connection. */
async function nextAttemptOf(connectionId: number): Promise<number | null> {
  const states = store.db.selectFrom('connection_state').select('next_attempt_at_ms');
  return (await states.where('connection_id', '=', connectionId).executeTakeFirstOrThrow()).next_attempt_at_ms;
}

const patience = { timeout: 30_000, interval: 200 };

/** What is stored of a connection, as lines that the controller's truth can be put into too. */
async function storedOf(connectionId: number): Promise<string[]> {
  const rows = await store.db
    .selectFrom('build')
    .innerJoin('job', 'job.id', 'build.job_id')
    .select(['job.full_name', 'number', 'result', 'started_at_ms', 'duration_ms'])
    .where('build.connection_id', '=', connectionId)
    .orderBy('number')
    .execute();
  return rows.map((row) =>
    [row.full_name, row.number, buildResults[row.result ?? -1], row.started_at_ms, row.duration_ms].join(' '),
  );
}

function truth(): string[] {
  const builds = [...jenkins.world.jobs()].flatMap((job) =>
    job.builds.newest().flatMap((number) => job.builds.peek(number) ?? []),
  );
  return builds
    .sort((left, right) => left.number - right.number)
    .map(({ durationMs, job, number, result, startedAtMs }) =>
      [fullName(job), number, result, startedAtMs, durationMs].join(' '),
    );
}

/** Each connection leads to the same controller, so each must hold all of it, once. */
async function expectAllStored(ids: readonly number[]): Promise<void> {
  for (const id of ids) {
    await expect.poll(() => storedOf(id), patience).toEqual(truth());
    const jobs = await store.db.selectFrom('job').selectAll().where('connection_id', '=', id).execute();
    const counts = jobs.map((row) => [row.collected_count, row.open_count, row.lost_count, row.expected_count]);
    expect(counts).toEqual([[truth().length, 0, 0, truth().length]]);
  }
}

test('two servers share a database: one is killed, the other goes on; nothing is lost and nothing is there twice', async () => {
  const job = jenkins.world.addJob('team/api');
  for (let count = 0; count < 30; count += 1) jenkins.world.addBuild(job);
  const first = await serve('first');
  const second = await serve('second');
  expect(first.text()).not.toContain('only%20for%20tests');
  const ids = [await connect(first.client, 'One'), await connect(second.client, 'Two')];
  const pids = new Set([first.child.pid, second.child.pid]);
  await expect.poll(async () => new Set(await Promise.all(ids.map(collectorOf))), patience).toEqual(pids);
  await expectAllStored(ids);

  // What is changed in one process, the other one knows.
  const [one = 0] = ids;
  const holder = (await collectorOf(one)) === first.child.pid ? first : second;
  const other = holder === first ? second : first;
  await other.client.call(routes.pauseConnection, { params: { id: one } });
  await expect.poll(() => nextAttemptOf(one), patience).toBeNull();
  await other.client.call(routes.resumeConnection, { params: { id: one } });
  jenkins.world.addBuild(job);
  await expectAllStored(ids);

  holder.child.kill('SIGKILL');
  await holder.ended;
  const killedAtMs = Date.now();
  jenkins.world.addBuild(job);
  const survivor = new Set([other.child.pid]);
  await expect
    .poll(async () => new Set(await Promise.all(ids.map(collectorOf))), { timeout: 40_000, interval: 200 })
    .toEqual(survivor);
  expect(Date.now() - killedAtMs).toBeLessThanOrEqual(30_000);
  await expectAllStored(ids);
  expect((await other.client.call(routes.listConnections, {})).data.map(({ status }) => status)).toEqual([
    'Active',
    'Active',
  ]);

  // The command line of a machine without a server asks those that collect.
  jenkins.world.addBuild(job);
  const synced = await start('third', 'connections', 'sync', 'One').ended;
  expect(synced.code).toBe(0);
  await expectAllStored(ids);

  const again = await serve(holder.name);
  const both = new Set([other.child.pid, again.child.pid]);
  await expect.poll(async () => new Set(await Promise.all(ids.map(collectorOf))), patience).toEqual(both);
  jenkins.world.addBuild(job);
  await expectAllStored(ids);
  for (const server of [again, other]) {
    server.child.kill('SIGTERM');
    expect((await server.ended).code).toBe(0);
    expect(server.text()).not.toContain('collector_defect');
  }
}, 180_000);
