import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { sql } from 'kysely';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type CopyProgress, copyStore } from '../../src/storage/copy/copy-store.ts';
import { createCollectionStore } from '../../src/storage/create-collection-store.ts';
import { spell, sqliteTraits } from '../../src/storage/dialect.ts';
import { firstLight } from '../../src/storage/migrations/0001-first-light.ts';
import { openStore, type Store } from '../../src/storage/open-store.ts';
import { writeSetting } from '../../src/storage/setting-repository.ts';
import { insertUser } from '../../src/storage/user-repository.ts';
import { createDatabase, type TestDatabase } from '../postgres/create-database.ts';
import { addConnection, runningBuild, sampleBuild, sampleJob, sampleStep } from './sample.ts';

let folder: string;
let path: string;
let database: TestDatabase;
const never = new AbortController().signal;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'buildbutler-copy-'));
  path = join(folder, 'buildbutler.db');
  database = await createDatabase({ isEmpty: true });
});
afterEach(async () => {
  await database.drop();
  await rm(folder, { recursive: true, force: true });
});

/** A store with something of every kind: text of all sorts, bytes, nulls, great numbers. */
async function fillSource(): Promise<void> {
  const store = openStore({ path, role: 'collector' });
  await addConnection(store, 1, 'Production');
  await addConnection(store, 5, 'Über-Jenkins 🚀');
  const collection = createCollectionStore(store);
  const names = ['team/api', 'Zeta', 'alpha', 'o\'brien \\ "x" \u2028', 'ünï/çode'];
  const ids = await collection.recordStep(sampleStep({ newJobs: names.map((name) => sampleJob(name)) }));
  for (const [index, jobId] of ids.entries()) {
    const builds = Array.from({ length: 700 }, (_, number) => ({
      jobId,
      build: sampleBuild({
        number: number + 1,
        branch: `branch ${number % 7}`,
        agent: 'agent-1',
        durationMs: number === 3 ? 2 ** 50 : 1_000 * number,
        result: number % 3 === 0 ? 'FAILURE' : 'SUCCESS',
        description: number % 50 === 0 ? 'a tab\t, a line\nbreak, a nul \0, {"json": [1]}' : null,
        tests: number % 4 === 0 ? { total: 10, failed: index, skipped: 0 } : null,
      }),
    }));
    await collection.recordStep(sampleStep({ builds, atMs: 1_700_000_000_000 + index }));
  }
  const [first = 0] = ids;
  await collection.recordStep(sampleStep({ builds: [{ jobId: first, build: runningBuild({ number: 999 }) }] }));
  while ((await collection.rollUpDirty(50)) > 0);
  await store.transaction(async (tx) => {
    await insertUser(tx, { username: 'ada', password_hash: 'x', role: 'admin', created_at_ms: 5 });
    await writeSetting(tx, 'with a nul \0', '');
  });
  await store.close();
}

const copy = (part: Partial<Parameters<typeof copyStore>[0]> = {}) =>
  copyStore({ path, databaseUrl: database.url, onProgress: async () => undefined, signal: never, ...part });

async function onTarget<T>(use: (store: Store) => Promise<T>): Promise<T> {
  const store = openStore({ databaseUrl: database.url, role: 'api' });
  try {
    return await use(store);
  } finally {
    await store.close();
  }
}

const builds = (store: Store) => store.db.selectFrom('build').selectAll().orderBy('id').execute();

test('everything arrives as it was, and the copy goes on where the store stopped', async () => {
  await fillSource();
  const source = openStore({ path, role: 'reader' });
  const steps: CopyProgress[] = [];
  const tables = await copy({ onProgress: async (step) => void steps.push(step) });
  const rows = new Map(tables.map(({ rows, table }) => [table, rows]));
  expect(rows.get('build')).toBe(5 * 700 + 1);
  expect(rows.get('connection')).toBe(2);
  expect(rows.has('lease')).toBe(false);
  await onTarget(async (target) => {
    expect(await builds(target)).toEqual(await builds(source));
    for (const table of ['job', 'rollup_hour', 'rollup_day', 'connection_state', 'counter', 'branch'] as const) {
      const all = (store: Store) => store.db.selectFrom(table).selectAll().orderBy(sql`1`).orderBy(sql`2`).execute();
      expect([table, await all(target)]).toEqual([table, await all(source)]);
    }
    // Counted keys go on behind those that were copied.
    const user = await target.transaction((tx) =>
      insertUser(tx, { username: 'eve', password_hash: 'x', role: 'viewer', created_at_ms: 6 }),
    );
    expect(user.id).toBe(2);
    const [jobId] = await createCollectionStore(target).recordStep(sampleStep({ newJobs: [sampleJob('new')] }));
    expect(jobId).toBe(6);
    const settings = await target.db.selectFrom('setting').select('key').execute();
    expect(settings).toContainEqual({ key: 'with a nul \uFFFD' });
  });
  await source.close();
  expect(steps).toContainEqual({ table: 'build', work: 'copying', done: 2_000, rows: 3_501 });
  expect(steps).toContainEqual({ table: 'build', work: 'checking', done: 3_501, rows: 3_501 });
});

test('a database with something in it is refused and stays as it is', async () => {
  await fillSource();
  await onTarget((store) => addConnection(store, 9, 'Already here'));
  await expect(copy()).rejects.toMatchObject({
    code: 'conflict',
    message: expect.stringMatching(/not empty.*"connection".*Nothing was changed/),
  });
  await onTarget(async (store) => {
    expect(await store.db.selectFrom('connection').select('name').execute()).toEqual([{ name: 'Already here' }]);
    expect(await builds(store)).toEqual([]);
  });
});

test.each(['copying', 'checking'] as const)(
  'broken off while %s, it leaves nothing and can begin anew',
  async (work) => {
    await fillSource();
    const stop = new AbortController();
    const broken = copy({
      signal: stop.signal,
      onProgress: async (step) => {
        if (step.table === 'build' && step.work === work && step.done > 1_000) stop.abort(new Error('enough'));
      },
    });
    await expect(broken).rejects.toThrow('enough');
    await onTarget(async (store) => expect(await builds(store)).toEqual([]));
    const tables = await copy();
    expect(tables.find(({ table }) => table === 'build')?.rows).toBe(3_501);
  },
);

test('what was not stored as it was sent is noticed', async () => {
  await fillSource();
  await onTarget((store) => store.db.selectFrom('counter').select('name').execute());
  // A trigger stands in for a disk, a driver or a server that changes a single value.
  await onTarget((store) =>
    sql
      .raw(
        `create function spoil() returns trigger as $$ begin if new.number = 500 then new.duration_ms := new.duration_ms + 1; end if; return new; end $$ language plpgsql;
         create trigger spoil before insert on build for each row execute function spoil()`,
      )
      .execute(store.db),
  );
  await expect(copy()).rejects.toThrow(/Table "build" does not hold what was copied.*Nothing was changed/);
  await onTarget(async (store) => expect(await builds(store)).toEqual([]));
});

test('a server that starts meanwhile cannot write in between', async () => {
  await fillSource();
  let attempt: Promise<unknown> | null = null;
  await copy({
    onProgress: async ({ table }) => {
      if (table !== 'build') return;
      attempt ??= onTarget((store) =>
        store.transaction(async (tx) => {
          const users = await tx.selectFrom('user').selectAll().execute();
          await tx.updateTable('user').set({ role: 'viewer' }).execute();
          return users;
        }),
      ).catch((error: unknown) => error);
    },
  });
  // It had to wait, and came too late to see an empty store.
  expect(await attempt).toMatchObject([{ username: 'ada' }]);
});

test('an absent or foreign file is refused', async () => {
  await expect(copy({ path: join(folder, 'absent.db') })).rejects.toMatchObject({ code: 'not_found' });
  await writeFile(path, 'a letter, not a database, and long enough to be looked at as one');
  await expect(copy()).rejects.toMatchObject({ code: 'unavailable' });
});

test('an older store is brought up to date first', async () => {
  const raw = new DatabaseSync(path);
  for (const statement of firstLight.statements) raw.exec(spell(statement, sqliteTraits));
  raw.exec("pragma user_version = 1; insert into setting (key, value) values ('old', 'kept')");
  raw.close();
  await copy();
  await onTarget(async (store) => {
    expect(await store.db.selectFrom('setting').selectAll().execute()).toEqual([{ key: 'old', value: 'kept' }]);
    expect(await store.db.selectFrom('test_report').selectAll().execute()).toEqual([]);
  });
});
