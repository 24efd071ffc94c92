import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { House } from '../../src/cli/house.ts';
import { readCliSettings } from '../../src/config/read-cli-settings.ts';
import { readConfig } from '../../src/config/read-config.ts';
import { createLocalHouse } from '../../src/local-house.ts';
import { lockDataDir } from '../../src/storage/lock-data-dir.ts';
import { openStore } from '../../src/storage/open-store.ts';
import { createDatabase, type TestDatabase } from '../postgres/create-database.ts';
import { addConnection } from '../storage/sample.ts';
import { run } from './app-house.ts';

let folder: string;
let database: TestDatabase;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'buildbutler-migrate-'));
  database = await createDatabase({ isEmpty: true });
  const store = openStore({ path: join(folder, 'buildbutler.db'), role: 'api' });
  await addConnection(store, 1, 'Production');
  await store.close();
});
afterEach(async () => {
  await database.drop();
  await rm(folder, { recursive: true, force: true });
});

function house(env: Record<string, string> = {}): House {
  const environment = { HOME: folder, BUILDBUTLER_DATA_DIR: folder, ...env };
  return createLocalHouse({
    settings: () => readCliSettings(environment),
    config: (overrides) => readConfig(environment, overrides),
    isLogForPerson: false,
    writeLog: () => undefined,
  });
}

const inDatabase = () => house({ BUILDBUTLER_DATABASE_URL: database.url });
const shown = () => new URL(database.url).host + new URL(database.url).pathname;

test('moves the installation of the settings: counts on stdout, progress and what to do next on stderr, no password', async () => {
  const { err, exit, out } = await run(inDatabase(), ['migrate']);
  expect(exit).toBe(0);
  expect(out).toContain('connection\t1\n');
  expect(err).toContain('copying connection: 1 of 1 row (100 %)\nchecking connection: 1 of 1 row (100 %)\n');
  expect(err).toContain(
    `copied from ${join(folder, 'buildbutler.db')} to ${shown()}; each was read back and is the same.`,
  );
  expect(err).toContain('start it with the same key file');
  expect(out + err).not.toContain('only');

  const listed = await run(inDatabase(), ['connections', 'list']);
  expect(listed).toMatchObject({ exit: 0, out: expect.stringContaining('1\tProduction\t') });
  const again = await run(inDatabase(), ['migrate']);
  expect(again).toMatchObject({ exit: 1, out: '', err: expect.stringMatching(/not empty.*Nothing was changed/) });
});

test('from a file and to a database that are named', async () => {
  const copy = join(folder, 'backup');
  await mkdir(copy);
  await openStore({ path: join(copy, 'old.db'), role: 'api' }).close();
  const { exit, out } = await run(house(), ['migrate', '--from', join(copy, 'old.db'), '--to', database.url, '--json']);
  expect(exit).toBe(0);
  const result = JSON.parse(out) as { from: string; to: string; tables: { table: string; rows: number }[] };
  expect(result).toMatchObject({ from: join(copy, 'old.db'), to: shown() });
  expect(result.tables).toContainEqual({ table: 'connection', rows: 0 });
});

test('on a terminal the progress is one line that is gone at the end', async () => {
  const { err, out } = await run(inDatabase(), ['migrate'], { terminal: { isTty: true } });
  expect(err).toMatch(/\r\x1b\[2Kcopying connection: 1 of 1 row/);
  expect(err.slice(err.lastIndexOf('\x1b[2K'))).toMatch(/^\x1b\[2K\d+ rows copied/);
  expect(out).toContain('│ connection ');
});

test('a server on the store has to be stopped first', async () => {
  const lock = lockDataDir(folder);
  const { err, exit } = await run(inDatabase(), ['migrate']);
  lock?.release();
  expect([exit, err]).toEqual([1, expect.stringMatching(/A server is running on the store .*\n.*Stop it first/)]);
});

test.each([
  [[], 2, 'It is not said where to copy to.'],
  [['--to', 'mysql://root:secret@db/x'], 2, '--to cannot be read.'],
  [['--from', 'absent.db', '--to', 'postgres://bb@127.0.0.1:1/x'], 3, 'There is no store at'],
  [['--to', 'postgres://bb:secret@127.0.0.1:1/x'], 1, 'The database server cannot be reached.'],
])('migrate %j ends with %i', async (args, exit, sentence) => {
  const result = await run(house(), ['migrate', ...args]);
  expect(result).toMatchObject({ exit, out: '', err: expect.stringContaining(sentence) });
  expect(result.err).not.toContain('secret@');
});

test('the doctor looks at the database', async () => {
  const store = async () => (await inDatabase().inspect()).find(({ name }) => name === 'store');
  expect(await store()).toMatchObject({ state: 'skipped', message: expect.stringContaining(shown()) });
  await run(inDatabase(), ['migrate']);
  expect(await store()).toMatchObject({ state: 'ok', message: expect.stringMatching(/answers \(schema \d+\)/) });
  const lost = house({ BUILDBUTLER_DATABASE_URL: 'postgres://bb:secret@127.0.0.1:1/x' });
  expect((await lost.inspect())[0]).toMatchObject({
    state: 'failed',
    message: expect.stringMatching(/^127\.0\.0\.1:1\/x: /),
  });
});
