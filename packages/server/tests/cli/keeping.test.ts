import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { House } from '../../src/cli/house.ts';
import { readCliSettings } from '../../src/config/read-cli-settings.ts';
import { readConfig } from '../../src/config/read-config.ts';
import { createLocalHouse } from '../../src/local-house.ts';
import { openSecrets } from '../../src/operations/open-secrets.ts';
import { tokenPlace } from '../../src/operations/read-connection.ts';
import { adoptNextKey, prepareNextKey } from '../../src/secrets/key-rotation.ts';
import { readKeyFile } from '../../src/secrets/master-key.ts';
import { updateConnectionRow } from '../../src/storage/connection-repository.ts';
import { lockDataDir } from '../../src/storage/lock-data-dir.ts';
import { openStore, type Store } from '../../src/storage/open-store.ts';
import { insertUser } from '../../src/storage/user-repository.ts';
import { addConnection } from '../storage/sample.ts';
import { run } from './app-house.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'buildbutler-keeping-'));
  await withStore(async (store) => {
    await addConnection(store, 1, 'Production');
    const { box } = await openSecrets({ store }, { keyFile: keyFile(), isKeyFileGiven: false });
    const sealed = box.seal('11secret', tokenPlace(1));
    await store.transaction((tx) => updateConnectionRow(tx, 1, { token_sealed: sealed }));
    const user = { username: 'ada', password_hash: 'x', role: 'admin', created_at_ms: 1 };
    await store.transaction((tx) => insertUser(tx, user));
  });
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const keyFile = () => join(folder, 'secret.key');
const storePath = (dataDir = folder) => join(dataDir, 'buildbutler.db');

async function withStore<T>(work: (store: Store) => Promise<T>, dataDir = folder): Promise<T> {
  const store = openStore({ path: storePath(dataDir), role: 'api' });
  try {
    return await work(store);
  } finally {
    await store.close();
  }
}

function house(dataDir = folder, env: Record<string, string> = {}): House {
  const environment = { HOME: folder, BUILDBUTLER_DATA_DIR: dataDir, ...env };
  return createLocalHouse({
    settings: () => readCliSettings(environment),
    config: (overrides) => readConfig(environment, overrides),
    isLogForPerson: false,
    writeLog: () => undefined,
  });
}

const connections = (dataDir = folder) =>
  withStore(
    async (store) => (await store.db.selectFrom('connection').select('name').execute()).map(({ name }) => name),
    dataDir,
  );

/** What a start makes of the stored token; null = locked. */
const openedToken = (dataDir = folder) =>
  withStore(async (store) => {
    const { box } = await openSecrets({ store }, { keyFile: join(dataDir, 'secret.key'), isKeyFileGiven: false });
    const row = await store.db.selectFrom('connection').select('token_sealed').executeTakeFirstOrThrow();
    return box.open(row.token_sealed ?? '', tokenPlace(1));
  }, dataDir);

describe('backup and restore', () => {
  test('a copy beside a running server, restored on another machine, and what is said of the key', async () => {
    const lock = lockDataDir(folder);
    const target = join(folder, 'copy.db');
    const written = await run(house(), ['backup', target]);
    lock?.release();
    expect(written).toMatchObject({ exit: 0, out: `${target}\n` });
    expect(written.err).toMatch(/sealed with the key [0-9a-f]{16} of .*secret\.key, which is not in it/);
    expect((await stat(target)).mode & 0o777).toBe(0o600);
    expect(await run(house(), ['backup', target])).toMatchObject({
      exit: 1,
      err: expect.stringContaining('exists already'),
    });

    const other = join(folder, 'other');
    const restored = await run(house(other), ['restore', target]);
    expect(restored).toMatchObject({ exit: 0, out: `${storePath(other)}\n` });
    expect(restored.err).toMatch(/Restored what was there on 20\d\d-.*\n.*which is not in .*other.secret\.key/);
    expect(await connections(other)).toEqual(['Production']);
    expect(await openedToken(other)).toBeNull();
    await writeFile(join(other, 'secret.key'), await readFile(keyFile()), { mode: 0o600 });
    expect(await openedToken(other)).toBe('11secret');
    expect(await run(house(other), ['secrets', 'verify'])).toMatchObject({ exit: 0 });
  });

  test('sessions and links do not come back, neither from a backup nor from a plain copy of a store', async () => {
    const link = { token_hash: 'y', role: 'admin', note: '', created_by: 'ada', created_at_ms: 1, expires_at_ms: 9e15 };
    await withStore(async ({ db }) => {
      const session = { id_hash: 'x', user_id: 1, created_at_ms: 1, expires_at_ms: 9e15, last_seen_at_ms: 1 };
      await db.insertInto('session').values(session).execute();
      await db
        .insertInto('account_link')
        .values({ ...link, kind: 'invitation', user_id: null, created_by_id: null })
        .execute();
    });
    const target = join(folder, 'copy.db');
    await run(house(), ['backup', target]);
    for (const [name, from] of [
      ['other', target],
      ['another', storePath()],
    ] as const) {
      expect(await run(house(join(folder, name)), ['restore', from])).toMatchObject({ exit: 0 });
      const left = await withStore(
        async ({ db }) => [
          ...(await db.selectFrom('session').selectAll().execute()),
          ...(await db.selectFrom('account_link').selectAll().execute()),
        ],
        join(folder, name),
      );
      expect(left).toEqual([]);
    }
  });

  test('a store that is there stays, unless it is to be replaced; then it is moved aside', async () => {
    const target = join(folder, 'copy.db');
    await run(house(), ['backup', target]);
    await withStore((store) => addConnection(store, 2, 'Later'));
    expect(await run(house(), ['restore', target])).toMatchObject({
      exit: 1,
      err: expect.stringContaining('Nothing was changed'),
    });
    expect(await connections()).toEqual(['Production', 'Later']);
    expect(await run(house(), ['restore', '--replace', target])).toMatchObject({ exit: 0 });
    expect(await connections()).toEqual(['Production']);
    const [aside] = (await readdir(folder)).filter((name) => name.endsWith('.replaced'));
    const old = openStore({ path: join(folder, aside ?? ''), role: 'reader' });
    expect(await old.db.selectFrom('connection').select('name').execute()).toHaveLength(2);
    await old.close();
    expect((await readdir(folder)).filter((name) => name.includes('restoring') || name.endsWith('.part'))).toEqual([]);
  });

  test('not under a running server, not from what is no store, not into or out of a database', async () => {
    const target = join(folder, 'copy.db');
    await run(house(), ['backup', target]);
    const lock = lockDataDir(folder);
    expect(await run(house(), ['restore', '--replace', target])).toMatchObject({
      exit: 1,
      err: expect.stringContaining('Stop it first'),
    });
    lock?.release();
    await writeFile(join(folder, 'text.db'), 'no store at all, but long enough to be looked at');
    for (const file of [join(folder, 'text.db'), folder]) {
      const { err, exit } = await run(house(), ['restore', '--replace', file]);
      expect([exit, err]).toEqual([1, expect.stringContaining(`${file} cannot be read as a backup`)]);
    }
    expect((await run(house(), ['restore', '--replace', join(folder, 'absent.db')])).exit).toBe(3);
    expect(await connections()).toEqual(['Production']);
    const database = house(folder, { BUILDBUTLER_DATABASE_URL: 'postgres://bb@127.0.0.1:1/x' });
    expect(await run(database, ['backup'])).toMatchObject({ exit: 1, err: expect.stringContaining('pg_dump') });
    expect(await run(database, ['restore', target])).toMatchObject({
      exit: 1,
      err: expect.stringContaining('pg_restore'),
    });
  });

  test('a folder that is not there', async () => {
    const { err, exit } = await run(house(), ['backup', join(folder, 'absent', 'copy.db')]);
    expect([exit, err]).toEqual([1, expect.stringContaining('cannot be written (ENOENT)')]);
  });
});

describe('the master key', () => {
  test('is replaced: every secret opens with the new one, the old one stays for earlier backups', async () => {
    const before = readKeyFile(keyFile());
    const { err, exit, out } = await run(house(), ['secrets', 'rotate-key', '--json']);
    expect(exit).toBe(0);
    const { newKeyId, oldKeyFile, secrets } = JSON.parse(out) as {
      newKeyId: string;
      oldKeyFile: string;
      secrets: number;
    };
    expect(secrets).toBe(1);
    expect(err).toContain('1 secret sealed with the new key');
    expect(readKeyFile(keyFile())).toMatchObject({ state: 'read', isExposed: false, key: { id: newKeyId } });
    expect(readKeyFile(oldKeyFile)).toEqual(before);
    expect(await openedToken()).toBe('11secret');
    const line = await withStore((store) => store.db.selectFrom('audit_entry').selectAll().executeTakeFirstOrThrow());
    expect(line).toMatchObject({ action: 'secret_key.rotated', actor: '(this machine)' });
    expect(JSON.stringify(line)).not.toContain('11secret');
  });

  test('a wrong key opens nothing and is not replaced', async () => {
    await rm(keyFile());
    await writeFile(keyFile(), Buffer.alloc(32, 7).toString('base64'), { mode: 0o600 });
    expect(await run(house(), ['secrets', 'verify'])).toMatchObject({
      exit: 1,
      out: expect.stringMatching(/^token of Production\tno\t/),
    });
    const rotated = await run(house(), ['secrets', 'rotate-key']);
    expect(rotated).toMatchObject({ exit: 1, err: expect.stringContaining('Nothing was changed') });
    expect(readKeyFile(keyFile())).toMatchObject({ key: { bytes: Buffer.alloc(32, 7) } });
  });

  test('an interruption before anything is sealed anew changes nothing', async () => {
    prepareNextKey(keyFile());
    expect(await openedToken()).toBe('11secret');
    expect((await run(house(), ['secrets', 'rotate-key'])).exit).toBe(0);
    expect(await openedToken()).toBe('11secret');
  });

  test('an interruption after all was sealed anew is ended by the next start', async () => {
    const old = readKeyFile(keyFile());
    if (old.state !== 'read') throw new Error('no key');
    const oldText = await readFile(keyFile());
    await run(house(), ['secrets', 'rotate-key']);
    // As it was just before the new key got its place.
    await writeFile(`${keyFile()}.next`, await readFile(keyFile()), { mode: 0o600 });
    await writeFile(keyFile(), oldText);
    expect(await openedToken()).toBe('11secret');
    expect(readKeyFile(`${keyFile()}.next`).state).toBe('missing');
    expect(readKeyFile(`${keyFile()}.${old.key.id}`)).toMatchObject({ key: { id: old.key.id } });
    expect(() => adoptNextKey(keyFile(), old.key)).toThrow('ENOENT');
  });

  test('is left alone while a server runs', async () => {
    const lock = lockDataDir(folder);
    const { err, exit } = await run(house(), ['secrets', 'rotate-key']);
    lock?.release();
    expect([exit, err]).toEqual([1, expect.stringContaining('Stop it first')]);
  });
});
