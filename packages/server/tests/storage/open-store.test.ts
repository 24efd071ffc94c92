import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { openStore } from '../../src/storage/open-store.ts';

let folder: string;
let path: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'buildbutler-open-'));
  path = join(folder, 'buildbutler.db');
});
afterEach(() => rm(folder, { recursive: true, force: true }));

it('makes a store that only its owner can read', async () => {
  await openStore({ path, role: 'api' }).close();
  expect((await stat(path)).mode & 0o777).toBe(0o600);
});

it('refuses a store of a newer version and leaves it as it is', async () => {
  await openStore({ path, role: 'api' }).close();
  const raw = new DatabaseSync(path);
  raw.exec('pragma user_version = 9999');
  raw.close();
  const before = await readFile(path);
  expect(() => openStore({ path, role: 'api' })).toThrow(/schema 9999.*newer version/);
  expect((await readFile(path)).equals(before)).toBe(true);
});

it('refuses a file that is no store and leaves it as it is', async () => {
  await writeFile(path, 'a letter, not a database, and long enough to be looked at as one');
  expect(() => openStore({ path, role: 'api' })).toThrow(/not a BuildButler store/);
  expect(await readFile(path, 'utf8')).toContain('a letter');
});

it('says when the folder is missing', () => {
  expect(() => openStore({ path: join(folder, 'absent', 'store.db'), role: 'api' })).toThrow(/cannot be opened/);
});
