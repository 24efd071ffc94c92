import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { House } from '../../src/cli/house.ts';
import { ciBot } from '../../testkit/fake-jenkins/access.ts';
import { type FakeJenkins, startFakeJenkins } from '../../testkit/fake-jenkins/start-fake-jenkins.ts';
import { startTestApp, type TestApp } from '../../testkit/start-test-app.ts';
import { houseOf, run } from './app-house.ts';

let jenkins: FakeJenkins;
let app: TestApp;
let house: House;

beforeAll(async () => {
  jenkins = await startFakeJenkins();
  jenkins.world.addJob('team/api');
});
afterAll(() => jenkins.close());

beforeEach(async () => {
  app = await startTestApp();
  house = houseOf(app);
});
afterEach(() => app.stop());

const flags = (name: string, url = jenkins.url) => ['--name', name, '--url', url, '--username', ciBot.name];
const add = (name: string, ...more: string[]) =>
  run(house, ['connections', 'add', ...flags(name), '--token-stdin', ...more], { input: `${ciBot.token}\n` });
const listed = async () => JSON.parse((await run(house, ['connections', 'list', '--json'])).out);

describe('adding', () => {
  test('takes everything from flags and the token from standard input', async () => {
    const caFile = join(await mkdtemp(join(tmpdir(), 'buildbutler-cli-')), 'ca.pem');
    await writeFile(caFile, 'no certificate');
    const refused = await add('Production', '--ca-file', caFile);
    expect({ exit: refused.exit, out: refused.out }).toEqual({ exit: 2, out: '' });
    expect(refused.err).toMatch(/\(unprocessable\)/);
    await rm(join(caFile, '..'), { recursive: true });

    const settings =
      '--include team/** --exclude **/PR-* --exclude tmp --history-days 30 --history-builds 100 --pace gentle';
    const added = await add('Production', ...settings.split(' '), '--sync-interval', '5m', '--paused');
    expect({ exit: added.exit, out: added.out }).toEqual({ exit: 0, out: `1\tProduction\t${jenkins.url}\tPaused\n` });
    expect(added.err).toBe('Added "Production" with id 1.\n');
    expect(await listed()).toMatchObject([
      {
        name: 'Production',
        username: 'ci-bot',
        hasToken: true,
        includeJobs: ['team/**'],
        excludeJobs: ['**/PR-*', 'tmp'],
        historyDays: 30,
        historyBuilds: 100,
        pace: 'gentle',
        syncIntervalSeconds: 300,
        paused: true,
      },
    ]);
  });

  test('names all that is missing when nobody can be asked', async () => {
    const { exit, err } = await run(house, ['connections', 'add', '--name', 'A']);
    expect(exit).toBe(2);
    expect(err).toContain('Missing: --url, --username.');
    const withoutToken = await run(house, ['connections', 'add', ...flags('A')]);
    expect(withoutToken.exit).toBe(2);
    expect(withoutToken.err).toContain('--token-stdin < file');
    const withEmptyInput = await run(house, ['connections', 'add', ...flags('A'), '--token-stdin'], { input: '\n' });
    expect(withEmptyInput.exit).toBe(2);
    expect(await listed()).toEqual([]);
  });

  test('asks a person, checks while they type, and tries the connection first', async () => {
    await add('Production');
    const answers = ['production', 'Staging', 'jenkins', jenkins.url, 'ci:bot', 'ci-bot', ciBot.token];
    const { exit, out, err, io } = await run(house, ['connections', 'add', '--test'], { answers });
    expect({ exit, out }).toEqual({ exit: 0, out: `2\tStaging\t${jenkins.url}\tImporting\n` });
    expect(io.asked).toEqual([
      'Name',
      'there is a connection of this name already',
      'Name',
      'URL of Jenkins',
      'expected an http:// or https:// address without user name, query or fragment',
      'URL of Jenkins',
      'User name',
      'colons and control characters are not allowed',
      'User name',
      'API token',
    ]);
    expect(err).toContain('signed in as\tci-bot');
    expect(err).not.toContain(ciBot.token);
  });

  test('with --test a script saves nothing that does not work, a person decides', async () => {
    const argv = ['connections', 'add', ...flags('Staging'), '--token-stdin', '--test'];
    const script = await run(house, argv, { input: 'wrong' });
    expect({ exit: script.exit, out: script.out }).toEqual({ exit: 1, out: '' });
    expect(script.err).toContain('code\tunauthorized\n');
    expect(script.err).toMatch(/error: The connection was not saved: .+ \(unauthorized\)\n/);
    expect((await run(house, argv, { answers: ['wrong', false] })).exit).toBe(1);
    expect(await listed()).toEqual([]);
    expect((await run(house, argv, { answers: ['wrong', true] })).exit).toBe(0);
    expect(await listed()).toMatchObject([{ name: 'Staging' }]);
  });

  test('nothing is saved when a person gives up or a name is taken', async () => {
    const interrupted = await run(house, ['connections', 'add'], { answers: ['A', jenkins.url] });
    expect({ exit: interrupted.exit, err: interrupted.err }).toEqual({ exit: 130, err: '' });
    expect(await listed()).toEqual([]);
    await add('A');
    const taken = await add('A');
    expect({ exit: taken.exit, out: taken.out }).toEqual({ exit: 1, out: '' });
    expect(taken.err).toContain('(conflict)');
  });
});

describe('with two connections', () => {
  beforeEach(async () => {
    await add('Production');
    await add('Staging');
  });

  test('lists them, for people, scripts and programs', async () => {
    const terminal = await run(house, ['connections', 'list'], { terminal: { isTty: true, columns: 100 } });
    const url = jenkins.url;
    const bar = (left: string, cross: string, right: string) =>
      `${left}${[4, 12, url.length + 2, 11].map((width) => '─'.repeat(width)).join(cross)}${right}\n`;
    expect(terminal.out).toBe(
      bar('┌', '┬', '┐') +
        `│ ID │ Name       │ ${'URL'.padEnd(url.length)} │ Status    │\n` +
        bar('├', '┼', '┤') +
        `│ 1  │ Production │ ${url} │ Importing │\n` +
        `│ 2  │ Staging    │ ${url} │ Importing │\n` +
        bar('└', '┴', '┘'),
    );
    const piped = await run(house, ['connections', 'list']);
    expect(piped).toMatchObject({
      exit: 0,
      out: `1\tProduction\t${url}\tImporting\n2\tStaging\t${url}\tImporting\n`,
      err: '',
    });
    expect((await listed()).map(({ id, name }: { id: number; name: string }) => [id, name])).toEqual([
      [1, 'Production'],
      [2, 'Staging'],
    ]);
  });

  test('shows the rights of one that works', async () => {
    const { exit, out } = await run(house, ['connections', 'test', 'production']);
    expect(exit).toBe(0);
    expect(out).toMatch(/^result\t.+\ncode\tok\n/);
    expect(out).toContain('\njobs visible\t1\n');
    expect(out).toMatch(/\nright\t[^\t\n]+\tgranted\t[^\t\n]+\n/);
    const terminal = await run(house, ['connections', 'test', '1'], { terminal: { isTty: true } });
    expect(terminal.out).toMatch(/^✓ works\nResult +\S.+\n/);
    expect(terminal.out).toMatch(/\nRights\n( {2}[✓✗?] .+\n)+$/);
  });

  test('says what is wrong with one that does not work, and fails', async () => {
    await run(house, ['connections', 'edit', '2', '--token-stdin'], { input: 'revoked' });
    const { exit, out } = await run(house, ['connections', 'test', 'Staging']);
    expect(exit).toBe(1);
    expect(out).toMatch(/^result\t.+\ncode\tunauthorized\ncause\t.+\nfix\t.+\n/);
    const asJson = await run(house, ['connections', 'test', 'Staging', '--json']);
    expect(asJson.exit).toBe(1);
    expect(JSON.parse(asJson.out)).toMatchObject({ ok: false, code: 'unauthorized' });
  });

  test('edits what is named and leaves the rest', async () => {
    await run(house, ['connections', 'edit', '2', '--include', 'a/**', '--sync-interval', '60']);
    const renamed = await run(house, ['connections', 'edit', '2', '--name', 'QA', '--no-include']);
    expect(renamed).toMatchObject({ exit: 0, out: `2\tQA\t${jenkins.url}\tImporting\n`, err: 'Changed "QA".\n' });
    expect((await listed())[1]).toMatchObject({ name: 'QA', includeJobs: [], syncIntervalSeconds: 60, hasToken: true });
    await run(house, ['connections', 'edit', '2', '--sync-interval', 'default']);
    expect((await listed())[1]).toMatchObject({ syncIntervalSeconds: null });
    expect((await run(house, ['connections', 'edit', '2'])).err).toContain('Nothing to change was named.');
  });

  test('wants the token again for a new address: from standard input, or from a person', async () => {
    const argv = ['connections', 'edit', 'Staging', '--url', `${jenkins.url}/other`];
    const script = await run(house, argv);
    expect({ exit: script.exit, out: script.out }).toEqual({ exit: 2, out: '' });
    expect(script.err).toContain('--token-stdin < token.txt');
    expect((await listed())[1].url).toBe(jenkins.url);
    const person = await run(house, argv, { answers: [ciBot.token] });
    expect(person).toMatchObject({ exit: 0, out: `2\tStaging\t${jenkins.url}/other\tImporting\n` });
  });

  test('pauses, resumes and syncs', async () => {
    expect(await run(house, ['connections', 'pause', 'Staging'])).toMatchObject({
      exit: 0,
      out: `2\tStaging\t${jenkins.url}\tPaused\n`,
    });
    const early = await run(house, ['connections', 'sync', 'Staging']);
    expect(early).toMatchObject({ exit: 1, out: '' });
    expect(early.err).toBe('error: The connection "Staging" is paused. Resume it to fetch again. (conflict)\n');
    expect((await run(house, ['connections', 'resume', '2'])).out).toContain('Importing');
    expect((await run(house, ['connections', 'sync', '2', '--json'])).exit).toBe(0);
  });

  test('removes only after the name was typed, or with --yes', async () => {
    const remove = ['connections', 'remove', 'staging'];
    expect((await run(house, remove)).exit).toBe(2);
    const mistyped = await run(house, remove, { answers: ['staging'] });
    expect(mistyped).toMatchObject({ exit: 1, out: '' });
    expect(mistyped.err).toContain('nothing was removed');
    expect((await run(house, remove, { answers: [] })).exit).toBe(130);
    expect(await listed()).toHaveLength(2);
    const removed = await run(house, remove, { answers: ['Staging'] });
    expect(removed).toMatchObject({ exit: 0, err: 'Removed "Staging"; its history was kept.\n' });
    const yes = await run(house, ['connections', 'remove', '1', '--yes', '--delete-history', '--json']);
    expect(JSON.parse(yes.out)).toEqual({ id: 1, name: 'Production', deleteHistory: true });
    expect(await listed()).toEqual([]);
  });

  test('a connection that nobody has is not found, and the others are named', async () => {
    for (const verb of ['test', 'pause', 'resume', 'sync', 'remove', 'edit']) {
      const { exit, out, err } = await run(house, [
        'connections',
        verb,
        'Prod',
        ...(verb === 'edit' ? ['--name', 'x'] : []),
      ]);
      expect({ exit, out }).toEqual({ exit: 3, out: '' });
      expect(err).toContain('There are: "Production", "Staging".');
    }
  });

  test('a name that is the id of another is not guessed', async () => {
    await run(house, ['connections', 'edit', '2', '--name', '1']);
    const { exit, err } = await run(house, ['connections', 'remove', '1', '--yes']);
    expect(exit).toBe(2);
    expect(err).toContain('may mean "Production" (id 1) or "1" (id 2)');
    expect(await listed()).toHaveLength(2);
  });

  test('a token may do what its scopes say', async () => {
    const serverToken = await app.createToken(['read:jobs']);
    const reader = houseOf(app, { serverUrl: app.url, serverToken });
    expect((await run(reader, ['connections', 'list'])).exit).toBe(0);
    const { exit, err } = await run(reader, ['connections', 'pause', '1']);
    expect(exit).toBe(4);
    expect(err).toMatch(/^error: .+ \(forbidden\)\n {2}.+\n$/);
    const wrong = houseOf(app, { serverUrl: app.url, serverToken: 'bb_live_wrong' });
    const refused = await run(wrong, ['connections', 'list']);
    expect(refused.exit).toBe(4);
    expect(refused.err).not.toContain('bb_live_wrong');
  });
});

test('an empty list is an empty array, no line, and on a terminal a word about what to do', async () => {
  expect(await run(house, ['connections', 'list'])).toMatchObject({ exit: 0, out: '', err: '' });
  expect(await listed()).toEqual([]);
  const terminal = await run(house, ['connections', 'list'], { terminal: { isTty: true } });
  expect(terminal.out).toBe('');
  expect(terminal.err).toContain('buildbutler connections add');
});
