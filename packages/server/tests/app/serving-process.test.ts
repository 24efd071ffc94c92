import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync, statSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createClient, routes } from '@buildbutler/contract';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { ciBot } from '../../testkit/fake-jenkins/access.ts';
import { endlessBody } from '../../testkit/fake-jenkins/faults/transport-faults.ts';
import { startFakeJenkins } from '../../testkit/fake-jenkins/start-fake-jenkins.ts';
import { World } from '../../testkit/fake-jenkins/world.ts';

const main = fileURLToPath(new URL('../../src/main.ts', import.meta.url));
const bin = fileURLToPath(new URL('../../bin/buildbutler.js', import.meta.url));
const nodeFlags = ['--conditions=source', '--disable-warning=ExperimentalWarning'];

let dataDir: string;
const running = new Set<ChildProcess>();

interface Ended {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly out: string;
  readonly err: string;
}

function start(...args: string[]) {
  const child = spawn(process.execPath, [...nodeFlags, main, ...args], {
    env: { PATH: process.env.PATH, HOME: dataDir, BUILDBUTLER_DATA_DIR: dataDir },
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
  const ended: Promise<Ended> = once(child, 'close').then(([code, signal]) => {
    running.delete(child);
    return { code, signal, out, err };
  });
  return { child, ended, text: () => out };
}

/** A server on a free port, once it says where it is. */
async function serve() {
  const process = start('serve', '--port', '0', '--json');
  const failed = process.ended.then(({ err }) => {
    throw new Error(`the server ended: ${err}`);
  });
  failed.catch(() => undefined);
  while (!process.text().trimEnd().endsWith('}')) await Promise.race([once(process.child.stdout, 'data'), failed]);
  return { ...process, ...(JSON.parse(process.text()) as { address: string; setupUrl: string | null }) };
}

beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'buildbutler-process-'));
});
afterEach(async () => {
  for (const child of running) child.kill('SIGKILL');
  await rm(dataDir, { recursive: true, force: true });
});

test('one server a data directory; the command line finds it; SIGTERM ends it well', async () => {
  const server = await serve();
  expect(server.setupUrl).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/setup#token=[\w-]{43}$/);
  expect(await createClient({ baseUrl: server.address }).call(routes.getHealth, {})).toEqual({ status: 'ok' });
  for (const name of ['server.json', 'secret.key', 'setup-token', 'buildbutler.db', 'server.lock']) {
    expect([name, statSync(join(dataDir, name)).mode & 0o777]).toEqual([name, 0o600]);
  }

  const second = await start('serve', '--port', '0').ended;
  expect(second.code).toBe(1);
  expect(second.err).toContain(`(process ${server.child.pid}, ${server.address}) is running on the data directory`);

  const listed = await start('connections', 'list', '--json').ended;
  expect([listed.code, JSON.parse(listed.out)]).toEqual([0, []]);

  server.child.kill('SIGTERM');
  expect(await server.ended).toMatchObject({ code: 0, signal: null });
  expect(existsSync(join(dataDir, 'server.json'))).toBe(false);
});

test('a killed server leaves nothing locked, and what it left behind leads nowhere', async () => {
  const first = await serve();
  first.child.kill('SIGKILL');
  await first.ended;
  expect(existsSync(join(dataDir, 'server.json'))).toBe(true);
  const listed = await start('connections', 'list', '--json').ended;
  expect([listed.code, JSON.parse(listed.out)]).toEqual([0, []]);
  const second = await serve();
  second.child.kill('SIGTERM');
  expect((await second.ended).code).toBe(0);
});

test('SIGTERM in the middle of an import and of a log ends it well, and the next start goes on', async () => {
  const world = new World();
  const nowMs = world.nowMs();
  const startedAtMs = (number: number) => nowMs - (3_001 - number) * 600_000;
  world.addHistory(world.addJob('team/app'), 3_000, (number) => ({ startedAtMs: startedAtMs(number), log: 'x' }));
  const jenkins = await startFakeJenkins({ world, latencyMs: 300 });
  const body = { name: 'Production', url: jenkins.url, username: ciBot.name, token: ciBot.token };
  const client = (address: string) => {
    const { token } = JSON.parse(readFileSync(join(dataDir, 'server.json'), 'utf8')) as { token: string };
    return createClient({ baseUrl: address, token });
  };
  const known = async (address: string) =>
    (await client(address).call(routes.listConnections, {})).data[0]?.builds.known ?? 0;
  try {
    const server = await serve();
    await client(server.address).call(routes.createConnection, { body });
    await expect.poll(() => known(server.address)).toBeGreaterThan(0);
    jenkins.faults.add(endlessBody(), { match: 'log' });
    const { data } = await client(server.address).call(routes.listBuilds, { query: {} });
    const log = await client(server.address).open(routes.getBuildLog, { params: { id: data[0]?.id ?? '' }, query: {} });
    server.child.kill('SIGTERM');
    expect(await server.ended).toMatchObject({ code: 0, signal: null });
    await log.body?.cancel().catch(() => undefined);
    jenkins.faults.clear();

    const next = await serve();
    expect(await known(next.address)).toBeGreaterThan(0);
    await expect.poll(() => known(next.address), { timeout: 40_000 }).toBe(3_000);
    next.child.kill('SIGTERM');
    expect((await next.ended).code).toBe(0);
  } finally {
    await jenkins.close();
  }
}, 90_000);

test('a taken port is named', async () => {
  const squatter = createServer().listen(0, '127.0.0.1');
  await once(squatter, 'listening');
  const { port } = squatter.address() as AddressInfo;
  const { code, err } = await start('serve', '--port', String(port)).ended;
  squatter.close();
  expect(code).toBe(1);
  expect(err).toContain(`The port ${port} is in use by another program.`);
});

test('an old Node gets one sentence', async () => {
  const pretend = 'Object.defineProperty(process, "versions", { value: { ...process.versions, node: "22.21.0" } })';
  const child = spawn(process.execPath, ['--import', `data:text/javascript,${encodeURIComponent(pretend)}`, bin], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let err = '';
  child.stderr.on('data', (chunk) => {
    err += chunk;
  });
  const [code] = await once(child, 'close');
  expect(code).toBe(1);
  expect(err).toMatch(/^BuildButler needs Node\.js 24\.7 or newer; this is v[\d.]+\. .*\n$/);
});
