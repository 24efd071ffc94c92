import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createClient, routes } from '@buildbutler/contract';
import { openStore, type Store, type StorePlace } from '../packages/server/src/storage/open-store.ts';
import { ciBot } from '../packages/server/testkit/fake-jenkins/access.ts';
import { startFakeJenkins } from '../packages/server/testkit/fake-jenkins/start-fake-jenkins.ts';
import { startPostgres } from '../packages/server/tests/postgres/start-postgres.ts';
import { deepDifferences } from '../packages/server/tests/sync/deep-truth.ts';
import { ledgerFaults } from '../packages/server/tests/sync/truth.ts';
import { BusyController } from './busy-controller.shared.ts';
import { ServedProcess } from './served-process.shared.ts';
import { buildFaults, doubles } from './stored-truth.shared.ts';

// A real server against a controller on which builds run, end and are deleted, jobs are renamed, removed and made anew, and
// which restarts itself, while the server is killed with SIGKILL over and over: from its first start on an empty place
// (migrations, the key), during the import, live, and while it rolls up. In the end everything must be there once, field
// by field. `BENCH_KILLS=200 npm run bench -- killing` is the full run, half of it on each store.
const kills = Number(process.env.BENCH_KILLS ?? 20);
const stores = (process.env.BENCH_STORES ?? 'SQLite,PostgreSQL').split(',');
const seed = Number(process.env.BENCH_SEED ?? Math.floor(Math.random() * 1_000_000));
const meanLifeMs = Number(process.env.BENCH_MEAN_LIFE_MS ?? 4_000);
/** So many kills hit the first starts, before there is a connection. */
const earlyKills = Math.ceil(kills / 20);
const killsPerStore = Math.ceil(kills / stores.length);
const lifeMs = killsPerStore * meanLifeMs;
/** A part of a build that was asked for while its job was being renamed is asked for again after ten minutes. */
const settleWithinMs = Number(process.env.BENCH_SETTLE_MS ?? 900_000);

const sleep = (ms: number) => new Promise<void>((resolve) => void setTimeout(resolve, ms));

interface Ground {
  readonly name: string;
  readonly dataDir: string;
  readonly databaseUrl: string | null;
}

const placeOf = ({ databaseUrl, dataDir }: Ground): StorePlace =>
  databaseUrl === null ? { path: join(dataDir, 'buildbutler.db') } : { databaseUrl };

async function connect(server: ServedProcess, url: string): Promise<void> {
  const { address, token } = await server.ready();
  const client = createClient({ baseUrl: address, token });
  const body = { name: 'Busy', url, username: ciBot.name, token: ciBot.token, pace: 'fast' } as const;
  await client.call(routes.createConnection, { body });
}

/** Kills the server at random instants until the time is up, each time a new one goes on; returns how often. */
async function killAgainAndAgain(
  ground: Ground,
  first: ServedProcess,
  untilMs: number,
): Promise<[number, ServedProcess]> {
  let server = first;
  let count = 0;
  while (performance.now() < untilMs && count < killsPerStore - earlyKills) {
    await sleep(Math.random() * 2 * meanLifeMs);
    await server.kill();
    count += 1;
    server = new ServedProcess(ground);
  }
  return [count, server];
}

interface Scene {
  readonly fakeUrl: string;
  readonly busy: BusyController;
}

/** What a server still has to do of itself. Cheap, since the controller lives in this process too. */
async function workOf(store: Store): Promise<string[]> {
  const state = await store.db.selectFrom('connection_state').select('phase').executeTakeFirst();
  const count = (table: 'dirty_hour' | 'deep_work') =>
    store.db.selectFrom(table).select((e) => e.fn.countAll<number>().as('count'));
  const dirty = await count('dirty_hour').executeTakeFirstOrThrow();
  const deep = await count('deep_work').where('attempts', '=', 0).executeTakeFirstOrThrow();
  return [
    ...(state?.phase === 'done' ? [] : [`still ${state?.phase ?? 'not begun'}`]),
    ...(dirty.count === 0 ? [] : [`${dirty.count} hours are still to be rolled up`]),
    ...(deep.count === 0 ? [] : [`${deep.count} parts of builds are still to be fetched`]),
  ];
}

/** In what the store differs from the controller. */
async function faultsOf(store: Store, { busy }: Scene): Promise<string[]> {
  return [
    ...(await buildFaults(store, busy.world)),
    ...(await ledgerFaults(store, busy.world)),
    ...(await doubles(store)),
    ...(await deepDifferences(store, busy.world, 'rich/')),
  ];
}

/** Waits until everything is there; returns what is wrong at last. */
async function settle(ground: Ground, scene: Scene): Promise<string[]> {
  const untilMs = performance.now() + settleWithinMs;
  const store = openStore({ ...placeOf(ground), role: 'reader' });
  try {
    for (;;) {
      const isLast = performance.now() > untilMs;
      const work = await workOf(store);
      const faults = work.length === 0 || isLast ? [...work, ...(await faultsOf(store, scene))] : work;
      if (faults.length === 0 || isLast) return faults;
      await sleep(3_000);
    }
  } finally {
    await store.close();
  }
}

interface Outcome {
  readonly kills: number;
  readonly requests: number;
  readonly builds: number;
  readonly faults: readonly string[];
}

async function play(ground: Ground, isKilled: boolean): Promise<Outcome> {
  const busy = new BusyController(seed);
  const fake = await startFakeJenkins({ world: busy.world, latencyMs: 10 });
  const scene = { fakeUrl: fake.url, busy };
  let count = 0;
  let server = new ServedProcess(ground);
  try {
    for (; isKilled && count < earlyKills; count += 1) {
      await sleep(Math.random() * 2_000);
      await server.kill();
      server = new ServedProcess(ground);
    }
    await connect(server, fake.url);
    const living = busy.live(lifeMs, () => fake.restart());
    if (isKilled) {
      const [more, last] = await killAgainAndAgain(ground, server, performance.now() + 2 * lifeMs);
      count += more;
      server = last;
    }
    await living;
    await server.ready();
    const faults = await settle(ground, scene);
    const recount = await server.recount();
    const builds = [...busy.world.jobs()].reduce((sum, job) => sum + job.builds.size, 0);
    const defects = server.defects();
    return { kills: count, requests: fake.stats.total, builds, faults: [...faults, ...recount, ...defects] };
  } finally {
    await server.kill();
    await fake.close();
  }
}

async function onGround<T>(name: string, work: (ground: Ground) => Promise<T>): Promise<T> {
  const dataDir = await mkdtemp(join(tmpdir(), 'buildbutler-killing-'));
  const server = name === 'PostgreSQL' ? await startPostgres() : null;
  try {
    return await work({ name, dataDir, databaseUrl: server?.urlOf('postgres') ?? null });
  } finally {
    await server?.close();
    await rm(dataDir, { recursive: true, force: true });
  }
}

function print(title: string, { builds, faults, kills: count, requests }: Outcome, unit: Outcome): void {
  const ratio = (requests / unit.requests).toFixed(2);
  console.log(
    `${title.padEnd(24)}${String(count).padStart(7)} kills ${String(builds).padStart(8)} builds ${String(requests).padStart(7)} requests (× ${ratio}) ${faults.length === 0 ? 'whole' : 'NOT WHOLE'}`,
  );
  for (const fault of faults.slice(0, 10)) console.log(`  ${fault.slice(0, 600)}`);
}

console.log(
  `seed ${seed}: ${Math.round(lifeMs / 1_000)} s of life on the controller, the same each time, side by side`,
);
const undisturbed = onGround('SQLite', (ground) => play(ground, false));
const killed = stores.map((name) => onGround(name, (ground) => play(ground, true)));
const unit = await undisturbed;
print('undisturbed, SQLite', unit, unit);
let hasFailed = unit.faults.length > 0;
for (const [index, run] of killed.entries()) {
  const outcome = await run;
  print(`killed, ${stores[index]}`, outcome, unit);
  if (outcome.faults.length > 0 || outcome.requests > 1.5 * unit.requests) hasFailed = true;
}
process.exitCode = hasFailed ? 1 : 0;
