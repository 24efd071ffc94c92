import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdtemp, open, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { storePathIn } from '../../src/data-dir.ts';
import { createCollectionStore } from '../../src/storage/create-collection-store.ts';
import { openStore } from '../../src/storage/open-store.ts';
import { ciBot } from '../../testkit/fake-jenkins/access.ts';
import { type FakeJenkins, startFakeJenkins } from '../../testkit/fake-jenkins/start-fake-jenkins.ts';
import { sampleBuild, sampleJob, sampleStep } from '../storage/sample.ts';
import { onTerminal, type Running, runBin, startBin, startServer } from './bin.ts';

// A dozen processes one after the other, on a machine that does other things as well.
vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

const hasTerminal = existsSync('/usr/bin/script');
const makeDir = () => mkdtemp(join(tmpdir(), 'buildbutler-bin-'));
const removeDir = (path: string) => rm(path, { recursive: true, force: true });

const add = (dataDir: string, name: string, url: string) =>
  runBin(['connections', 'add', '--name', name, '--url', url, '--username', ciBot.name, '--token-stdin'], {
    dataDir,
    input: ciBot.token,
  });

async function storeOf(dataDir: string) {
  const store = openStore({ path: storePathIn(dataDir), role: 'collector' });
  return { collection: createCollectionStore(store), close: () => store.close() };
}

describe('without a server', () => {
  let dataDir: string;

  beforeAll(async () => {
    dataDir = await makeDir();
    await add(dataDir, 'Production', 'https://jenkins.example.com');
    await add(dataDir, 'Staging', 'https://jenkins-stg.example.com');
    const { collection, close } = await storeOf(dataDir);
    for (const connectionId of [1, 2]) {
      await collection.recordStep(sampleStep({ connectionId, state: { phase: 'done', isIdle: true } }));
    }
    const builds = Array.from({ length: 3000 }, (_, index) => ({
      jobId: { newJob: 0 },
      build: sampleBuild({ number: index + 1 }),
    }));
    await collection.recordStep(sampleStep({ newJobs: [sampleJob('team/api')], builds }));
    await close();
  });
  afterAll(() => removeDir(dataDir));

  const published = `
┌────┬────────────┬─────────────────────────────────┬────────┐
│ ID │ Name       │ URL                             │ Status │
├────┼────────────┼─────────────────────────────────┼────────┤
│ 1  │ Production │ https://jenkins.example.com     │ Active │
│ 2  │ Staging    │ https://jenkins-stg.example.com │ Active │
└────┴────────────┴─────────────────────────────────┴────────┘
`.trimStart();

  test.skipIf(!hasTerminal)('a terminal shows the published table', async () => {
    const line = onTerminal(['connections', 'list', '2>/dev/null']);
    const env = { PATH: process.env.PATH, BUILDBUTLER_DATA_DIR: dataDir, TERM: 'xterm', NO_COLOR: '1' };
    const plain = await promisify(execFile)('script', ['-qec', line, '/dev/null'], { env });
    expect(plain.stdout.replaceAll('\r\n', '\n')).toBe(published);
    const { NO_COLOR: _, ...withColors } = env;
    const colored = await promisify(execFile)('script', ['-qec', line, '/dev/null'], { env: withColors });
    expect(colored.stdout.replaceAll('\r\n', '\n')).toBe(published.replaceAll('Active', '\u001b[32mActive\u001b[39m'));
  });

  test('a pipe gets tab-separated lines, --json an array', async () => {
    expect(await runBin(['connections', 'list'], { dataDir })).toEqual({
      exit: 0,
      out: '1\tProduction\thttps://jenkins.example.com\tActive\n2\tStaging\thttps://jenkins-stg.example.com\tActive\n',
      err: '',
    });
    const { exit, out, err } = await runBin(['connections', 'list', '--json'], { dataDir });
    expect({ exit, err }).toEqual({ exit: 0, err: '' });
    expect(JSON.parse(out)).toMatchObject([
      { id: 1, name: 'Production', status: 'Active' },
      { id: 2, name: 'Staging', status: 'Active' },
    ]);
    expect(out).not.toContain(ciBot.token);
  });

  test.each([
    [['connections', 'pause', 'nobody'], {}, 3, 'not_found'],
    [['connections', 'pause'], {}, 2, 'usage'],
    [['connections', 'sync', '1'], {}, 5, 'unreachable'],
    [['connections', 'list'], { BUILDBUTLER_PROT: '3000' }, 2, 'bad_request'],
    [['connections', 'list'], { BUILDBUTLER_URL: 'http://127.0.0.1:1', BUILDBUTLER_TOKEN: 'x' }, 5, 'unreachable'],
    [['connections', 'list'], { BUILDBUTLER_URL: 'http://127.0.0.1:1' }, 4, 'unauthorized'],
  ])('%j with %j ends with %i (%s)', async (argv, env, exit, code) => {
    const result = await runBin(argv, { dataDir, env });
    expect(result).toMatchObject({ exit, out: '' });
    expect(result.err).toMatch(new RegExp(`^error: .+ \\(${code}\\)\\n`));
    expect(result.err).not.toMatch(/\n {4}at /);
  });

  test('a reader that goes away ends it quietly', async () => {
    const child = startBin(['builds', 'list', '--all', '--json'], { dataDir });
    const err = child.stderr?.toArray();
    child.stdout?.once('data', () => child.stdout?.destroy());
    const [exit] = await once(child, 'close');
    expect({ exit, err: Buffer.concat((await err) ?? []).toString() }).toEqual({ exit: 0, err: '' });
  });

  test.skipIf(!existsSync('/dev/full'))('output that cannot be written is a failure', async () => {
    const full = await open('/dev/full', 'w');
    const run = promisify(execFile)('sh', ['-c', `${onTerminal(['builds', 'list', '--all'])} > /dev/full`], {
      env: { PATH: process.env.PATH, BUILDBUTLER_DATA_DIR: dataDir },
    });
    await expect(run).rejects.toMatchObject({ code: 1, stderr: expect.stringContaining('(output_failed)') });
    await full.close();
  });

  test('what was removed is gone', async () => {
    expect((await runBin(['connections', 'remove', 'Staging', '--yes'], { dataDir })).exit).toBe(0);
    expect((await runBin(['connections', 'list'], { dataDir })).out).toMatch(/^1\tProduction\t[^\n]+\n$/);
  });
});

test('on a fresh machine the list is empty, and nothing fails', async () => {
  const dataDir = await makeDir();
  expect(await runBin(['connections', 'list'], { dataDir })).toEqual({ exit: 0, out: '', err: '' });
  expect(await runBin(['connections', 'list', '--json'], { dataDir })).toEqual({ exit: 0, out: '[]\n', err: '' });
  await removeDir(dataDir);
});

describe('with a server', () => {
  let jenkins: FakeJenkins;
  let dataDir: string;
  let server: Running;

  beforeAll(async () => {
    jenkins = await startFakeJenkins();
    jenkins.world.addBuild(jenkins.world.addJob('team/api'), { log: 'hello\n' });
  });
  afterAll(() => jenkins.close());

  beforeEach(async () => {
    dataDir = await makeDir();
    const passwordFile = join(dataDir, 'password');
    await writeFile(passwordFile, 'correct horse battery');
    const env = { BUILDBUTLER_ADMIN_USER: 'ada', BUILDBUTLER_ADMIN_PASSWORD_FILE: passwordFile };
    server = await startServer(['serve'], { dataDir, env });
  });
  afterEach(async () => {
    if (server.child.exitCode === null && server.child.signalCode === null) await server.stop('SIGKILL');
    await removeDir(dataDir);
  });

  const cli = (line: string, options: { env?: Record<string, string>; input?: string } = {}) =>
    runBin(line.split(' '), { dataDir, ...options });

  test('finds it without configuration, and goes on without it: stopped and killed', async () => {
    expect(server.announcement).toMatchObject({ address: expect.stringMatching(/^http:\/\/127/), setupUrl: null });
    expect((await add(dataDir, 'Production', jenkins.url)).exit).toBe(0);
    expect((await cli('connections sync 1')).exit).toBe(0);
    const doctor = await cli('doctor');
    expect(doctor.out).toContain(`server\tok\tanswers at ${server.announcement.address}`);
    expect((await cli('connections pause 1')).out).toBe(`1\tProduction\t${jenkins.url}\tPaused\n`);
    const running = await cli('connections list');
    expect(await server.stop('SIGKILL')).toBeNull();
    expect(await cli('connections list')).toEqual(running);
    server = await startServer(['serve'], { dataDir });
    expect(await cli('connections list')).toEqual(running);
    expect(await server.stop('SIGTERM')).toBe(0);
    expect(await cli('connections list')).toEqual(running);
    const reset = await cli('users reset-password ada --password-stdin', { input: 'another long password\n' });
    expect(reset).toMatchObject({ exit: 0, out: '' });
  });

  test('works from elsewhere with address and token', async () => {
    await add(dataDir, 'Production', jenkins.url);
    await cli('connections pause 1');
    const token = (await cli('tokens create elsewhere --scope read:jobs')).out.trim();
    const elsewhere = await makeDir();
    const env = { BUILDBUTLER_URL: server.announcement.address ?? '', BUILDBUTLER_TOKEN: token };
    const listed = await runBin(['connections', 'list'], { dataDir: elsewhere, env });
    expect(listed).toEqual({ exit: 0, out: `1\tProduction\t${jenkins.url}\tPaused\n`, err: '' });
    const refused = await runBin(['connections', 'resume', '1'], { dataDir: elsewhere, env });
    expect(refused).toMatchObject({ exit: 4, out: '' });
    const login = await runBin(['login', env.BUILDBUTLER_URL, '--token-stdin'], { dataDir: elsewhere, input: token });
    expect(login).toMatchObject({ exit: 0, out: '' });
    expect((await runBin(['connections', 'list'], { dataDir: elsewhere })).out).toBe(listed.out);
    await removeDir(elsewhere);
  });

  test('a second server on the same directory is refused with a sentence', async () => {
    const second = await runBin(['serve', '--port', '0'], { dataDir });
    expect(second).toMatchObject({ exit: 1, out: '' });
    expect(second.err).toMatch(/error: Another BuildButler \(process \d+, http:.+\) is running on .+ \(unavailable\)/);
  });
});

test('the demo has two controllers and an account, and keeps nothing', async () => {
  const home = await makeDir();
  const demo = await startServer(['demo'], { dataDir: home });
  const { address, username, password, dataDir } = demo.announcement;
  const list = await runBin(['connections', 'list'], { dataDir: dataDir ?? '' });
  expect(list.exit).toBe(0);
  expect(list.out.trimEnd().split('\n')).toHaveLength(2);
  const signedIn = await fetch(`${address}/api/v1/session`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ username, password }),
  });
  expect(signedIn.status).toBe(201);
  expect(await demo.stop('SIGINT')).toBe(0);
  expect(existsSync(dataDir ?? '')).toBe(false);
  await removeDir(home);
});
