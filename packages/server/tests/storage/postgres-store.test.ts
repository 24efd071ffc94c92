import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import pg from 'pg';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { migrations } from '../../src/storage/migrations/index.ts';
import { openStore, type Store, type StoreRole } from '../../src/storage/open-store.ts';
import { postgresSchemaVersion } from '../../src/storage/postgres/migrate-postgres.ts';
import { findSetting, writeSetting } from '../../src/storage/setting-repository.ts';
import { createDatabase, serverAuthority, type TestDatabase } from '../postgres/create-database.ts';
import { openCuttableWay } from '../postgres/cuttable-way.ts';

let database: TestDatabase;
const opened: Store[] = [];

function open(databaseUrl = database.url, role: StoreRole = 'collector'): Store {
  const store = openStore({ databaseUrl, role });
  opened.push(store);
  return store;
}

async function closeAll(): Promise<void> {
  for (const store of opened.splice(0)) await store.close();
  await database.drop();
}

const read = (store: Store) => findSetting(store.db, 'kept');
const write = (store: Store, value: string) => store.transaction((tx) => writeSetting(tx, 'kept', value));
const unavailable = (message: RegExp) => ({ code: 'unavailable', message: expect.stringMatching(message) });

describe('the first question', () => {
  beforeEach(async () => {
    database = await createDatabase({ isEmpty: true });
  });
  afterEach(closeAll);

  test('makes the tables, however many ask it at once', async () => {
    expect(await postgresSchemaVersion(database.url)).toBe(0);
    const stores = Array.from({ length: 6 }, () => open());
    expect(await Promise.all(stores.map(read))).toEqual(stores.map(() => null));
    expect(await postgresSchemaVersion(database.url)).toBe(migrations.at(-1)?.version);
    const versions = await sql<{ version: number }>`select version from schema_version order by version`.execute(
      (stores[0] as Store).db,
    );
    expect(versions.rows.map(({ version }) => version)).toEqual(migrations.map(({ version }) => version));
  });

  test('refuses a database of a newer version and leaves it as it is', async () => {
    await read(open());
    await sql`insert into schema_version (version, name) values (9999, 'later')`.execute((opened[0] as Store).db);
    await expect(read(open())).rejects.toMatchObject(unavailable(/schema 9999.*newer version/));
    expect(await postgresSchemaVersion(database.url)).toBe(9999);
  });

  test('a step of the schema that fails leaves nothing behind', async () => {
    const client = new pg.Client({ connectionString: database.url });
    await client.connect();
    await client.query('create table lease (in_the_way text)');
    await expect(read(open())).rejects.toThrow(/"lease" already exists/);
    const { rows } = await client.query("select tablename from pg_tables where schemaname = 'public'");
    expect(rows).toEqual([{ tablename: 'lease' }]);
    await client.query('drop table lease');
    expect(await read(opened[0] as Store)).toBeNull();
    await client.end();
  });
});

describe('a database that cannot be asked', () => {
  beforeEach(async () => {
    database = await createDatabase();
  });
  afterEach(closeAll);

  const changed = (change: (url: URL) => void) => {
    const url = new URL(database.url);
    change(url);
    return url.href;
  };

  test.each([
    ['a wrong password', (url: URL) => (url.password = 'wrong'), /refuses the user name or the password/],
    ['an unknown user', (url: URL) => (url.username = 'nobody'), /refuses the user name or the password/],
    ['an unknown database', (url: URL) => (url.pathname = '/none'), /does not exist\. Create it first/],
    ['a certificate of nobody', (url: URL) => (url.search = '?sslmode=require'), /certificate .* is not trusted/],
    ['a missing certificate file', (url: URL) => (url.search = '?sslrootcert=/none'), /file that .* cannot be read/],
    ['a name without an address', (url: URL) => (url.hostname = 'none.invalid'), /host name .* not known/],
  ])('%s is told in a sentence without the password', async (_name, change, sentence) => {
    const error: unknown = await read(open(changed(change))).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject(unavailable(sentence));
    expect(JSON.stringify([String(error), (error as Error).stack])).not.toContain('only');
  });

  test('a server without encryption that is asked for it', async () => {
    // "N" is how a server refuses (https://www.postgresql.org/docs/current/protocol-flow.html).
    const server = createServer((socket) => socket.once('data', () => socket.end('N'))).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as { port: number };
    const store = open(`postgres://ada@127.0.0.1:${port}/none?sslmode=verify-full`);
    await expect(read(store)).rejects.toMatchObject(unavailable(/has no encryption/));
    server.close();
  });

  test('encrypted, with the certificate checked or not', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'buildbutler-authority-'));
    const file = join(folder, 'authority.pem');
    await writeFile(file, await serverAuthority());
    for (const search of [`?sslmode=verify-full&sslrootcert=${file}`, '?sslmode=no-verify']) {
      const store = open(changed((url) => (url.search = search)));
      const { rows } = await sql<{ ssl: boolean }>`select ssl from pg_stat_ssl where pid = pg_backend_pid()`.execute(
        store.db,
      );
      expect([search, rows]).toEqual([search, [{ ssl: true }]]);
    }
    await rm(folder, { recursive: true });
  });

  test('nobody listens there', async () => {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as { port: number };
    server.close();
    const url = changed((address) => (address.port = String(port)));
    await expect(read(open(url))).rejects.toMatchObject(unavailable(/cannot be reached.*goes on by itself/));
  });

  test('goes on by itself after the connection was lost, before, between and within transactions', async () => {
    const way = await openCuttableWay(database.url);
    const store = open(way.url);
    way.cut();
    await expect(read(store)).rejects.toMatchObject(unavailable(/goes on by itself/));
    way.mend();
    await write(store, 'one');
    way.cut();
    await expect(read(store)).rejects.toMatchObject(unavailable(/goes on by itself/));
    way.mend();
    expect(await read(store)).toBe('one');
    const torn = store.transaction(async (tx) => {
      await writeSetting(tx, 'kept', 'two');
      way.cut();
      await findSetting(tx, 'kept');
    });
    await expect(torn).rejects.toMatchObject(unavailable(/was lost/));
    way.mend();
    expect(await read(store)).toBe('one');
    await write(store, 'three');
    expect(await read(store)).toBe('three');
    await store.close();
    await way.close();
  });

  test('a server that ended all sessions is asked again, unnoticed', async () => {
    const store = open();
    await Promise.all(Array.from({ length: 4 }, (_, index) => write(store, `kept ${index}`)));
    const other = open(database.url, 'reader');
    const sessions = sql<{ count: number }>`
      select count(*) as count from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()`;
    for (const ask of [() => read(store), () => store.transaction((tx) => findSetting(tx, 'kept'))]) {
      await sql`select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()`.execute(
        other.db,
      );
      await expect.poll(async () => (await sessions.execute(other.db)).rows[0]?.count).toBe(0);
      expect(await ask()).toMatch(/^kept/);
    }
  });
});

describe('what is stored', () => {
  let store: Store;
  beforeEach(async () => {
    database = await createDatabase();
    store = open();
  });
  afterEach(closeAll);

  const fail = (code: string) => sql.raw(`do $$ begin raise exception 'no' using errcode = '${code}'; end $$`);

  test.each([
    ['53100', /disk of the database server is full.*Free some space/],
    ['25006', /takes no changes/],
    ['57P01', /stopping or starting/],
    ['55P03', /busy/],
    ['57014', /took too long/],
  ])('nothing of a transaction that the server ends with %s', async (code, sentence) => {
    const work = store.transaction(async (tx) => {
      await writeSetting(tx, 'kept', 'half');
      await fail(code).execute(tx);
    });
    await expect(work).rejects.toMatchObject(unavailable(sentence));
    expect(await read(store)).toBeNull();
    await write(store, 'whole');
    expect(await read(store)).toBe('whole');
  });

  test('mistakes of our own are not dressed up as a faulty store', async () => {
    await expect(sql`select nothing from nowhere`.execute(store.db)).rejects.not.toHaveProperty('code', 'unavailable');
  });

  test('integers are exact, or refused', async () => {
    const { rows } = await sql<{ great: number; sum: number }>`
      select 9007199254740991::bigint as great, sum(n) as sum from (values (9007199254740000::bigint), (991)) as v(n)`.execute(
      store.db,
    );
    expect(rows).toEqual([{ great: Number.MAX_SAFE_INTEGER, sum: Number.MAX_SAFE_INTEGER }]);
    await expect(sql`select 9007199254740992::bigint`.execute(store.db)).rejects.toThrow(/beyond 2\^53/);
    await expect(
      sql`select sum(n) from (values (9007199254740991::bigint), (1)) as v(n)`.execute(store.db),
    ).rejects.toThrow(/beyond 2\^53/);
    // The connection is good for the next question.
    expect(await read(store)).toBeNull();
  });

  test('text sorts and folds as in the embedded store, whatever the locale of the database', async () => {
    for (const key of ['b', 'B', 'a', 'Ä', 'Z', 'é', '_']) await store.transaction((tx) => writeSetting(tx, key, ''));
    const rows = await store.db.selectFrom('setting').select('key').orderBy('key').execute();
    expect(rows.map(({ key }) => key)).toEqual(['B', 'Z', '_', 'a', 'b', 'Ä', 'é']);
    const { rows: lower } = await sql<{
      folded: string;
    }>`select lower(key) as folded from setting where key = 'Ä'`.execute(store.db);
    expect(lower).toEqual([{ folded: 'Ä' }]);
  });

  test('the one character that it cannot store is replaced', async () => {
    await write(store, 'a\0b');
    expect(await read(store)).toBe('a\uFFFDb');
  });

  test('bytes come back as plain bytes', async () => {
    const { rows } = await sql<{ bytes: Uint8Array }>`select ${new Uint8Array([0, 255, 7])}::bytea as bytes`.execute(
      store.db,
    );
    expect(Object.getPrototypeOf(rows[0]?.bytes)).toBe(Uint8Array.prototype);
    expect([...(rows[0]?.bytes ?? [])]).toEqual([0, 255, 7]);
  });

  test('many rows in a statement arrive as few do', async () => {
    const texts = [
      'plain',
      "o'b",
      'a "b" \\\\ c',
      'tab\t\n',
      '\\u0000 spelled',
      'nul \0',
      'half \ud83d',
      '🚀 ü \u2028',
      '',
      '[1]',
      'null',
    ];
    const rowsFrom = (first: number, count: number) =>
      Array.from({ length: count }, (_, index) => ({
        build_id: first + index,
        connection_id: index % 7,
        first_byte: index % 2 === 0 ? Number.MAX_SAFE_INTEGER - index : 0,
        byte_count: index,
        is_truncated: (index % 2) as 0 | 1,
        text: new Uint8Array([index % 256, 0, 255]),
      }));
    const settings = texts.flatMap((text, at) =>
      [0, 1, 2, 3, 4, 5, 6, 7, 8, 9].map((copy) => ({ key: `${copy} ${at}`, value: text })),
    );
    await store.db.insertInto('log_tail').values(rowsFrom(1, 100)).execute();
    await store.db.insertInto('setting').values(settings).execute();
    for (const row of rowsFrom(1_001, 100)) await store.db.insertInto('log_tail').values(row).execute();
    for (const { key, value } of settings)
      await store.db
        .insertInto('setting')
        .values({ key: `single ${key}`, value })
        .execute();
    const tails = await store.db.selectFrom('log_tail').selectAll().orderBy('build_id').execute();
    expect(tails.slice(0, 100)).toEqual(tails.slice(100).map((row) => ({ ...row, build_id: row.build_id - 1_000 })));
    expect(tails.slice(0, 100)).toEqual(rowsFrom(1, 100));
    const values = async (prefix: string) => {
      const found = await store.db.selectFrom('setting').selectAll().execute();
      return new Map(
        found.filter(({ key }) => key.startsWith(prefix)).map(({ key, value }) => [key.slice(prefix.length), value]),
      );
    };
    const single = await values('single ');
    expect(single.size).toBe(settings.length);
    for (const [key, value] of single) expect((await values(''))?.get(key)).toBe(value);
    const upserted = await store.db
      .insertInto('setting')
      .values(settings.map(({ key }) => ({ key, value: 'new' })))
      .onConflict((conflict) => conflict.column('key').doUpdateSet((e) => ({ value: e.ref('excluded.value') })))
      .returning('value')
      .execute();
    expect(upserted).toHaveLength(settings.length);
  });

  test('two transactions that wait for each other both succeed', async () => {
    const other = open();
    for (const key of ['x', 'y']) await store.transaction((tx) => writeSetting(tx, key, '0'));
    const met = { waiting: 0, go: Promise.withResolvers<void>() };
    let runs = 0;
    const both = (handle: Store, first: string, second: string) => {
      let isFirstTry = true;
      return handle.transaction(async (tx) => {
        runs += 1;
        await writeSetting(tx, first, 'seen');
        if (isFirstTry) {
          isFirstTry = false;
          met.waiting += 1;
          if (met.waiting === 2) met.go.resolve();
          await met.go.promise;
        }
        await writeSetting(tx, second, 'seen');
      });
    };
    await Promise.all([both(store, 'x', 'y'), both(other, 'y', 'x')]);
    expect(runs).toBeGreaterThanOrEqual(3);
  });

  test('those who change configuration come one after the other', async () => {
    const handles = Array.from({ length: 4 }, () => open(database.url, 'api'));
    const count = async (handle: Store) =>
      handle.transaction(async (tx) => {
        const before = Number((await findSetting(tx, 'kept')) ?? 0);
        await writeSetting(tx, 'kept', String(before + 1));
      });
    await Promise.all(handles.flatMap((handle) => [count(handle), count(handle), count(handle)]));
    expect(await read(store)).toBe('12');
  });

  test('closing does not wait for a question that takes for ever', async () => {
    const slow = openStore({ databaseUrl: database.url, role: 'collector' });
    const asked = sql`select pg_sleep(100)`.execute(slow.db);
    const broken = expect(asked).rejects.toMatchObject(unavailable(/is stopping/));
    await vi.waitFor(async () => {
      const { rows } = await sql`select 1 from pg_stat_activity
        where datname = current_database() and state = 'active' and query like 'select pg_sleep%'`.execute(store.db);
      expect(rows).toHaveLength(1);
    });
    await slow.close();
    await broken;
  });

  test('more questions than connections are all answered', async () => {
    const answers = await Promise.all(
      Array.from({ length: 40 }, () => store.transaction((tx) => findSetting(tx, 'none'))),
    );
    expect(answers).toEqual(Array.from({ length: 40 }, () => null));
    const { rows } = await sql<{ connections: number }>`
      select count(*) as connections from pg_stat_activity where datname = current_database()`.execute(store.db);
    expect(rows[0]?.connections).toBeLessThanOrEqual(4);
  });
});
