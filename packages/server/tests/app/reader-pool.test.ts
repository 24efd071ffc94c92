import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ReaderPool } from '../../src/reader-pool.ts';
import { openStore } from '../../src/storage/open-store.ts';
import { ManualClock } from '../../testkit/manual-clock.ts';

let folder: string;
let path: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'buildbutler-readers-'));
  path = join(folder, 'buildbutler.db');
  await openStore({ path, role: 'api' }).close();
});
afterAll(() => rm(folder, { recursive: true, force: true }));

function pool(mostAnswerMs?: number) {
  const events: string[] = [];
  const note = (event: string) => void events.push(event);
  const log = { error: note, warn: note, info: note, debug: note };
  const options = { setup: { store: { path } }, clock: new ManualClock(), log, mostThreads: 1 };
  return { events, readers: new ReaderPool(mostAnswerMs === undefined ? options : { ...options, mostAnswerMs }) };
}

test('a question is answered in a thread', async () => {
  const { events, readers } = pool();
  expect(await readers.ask('live', null)).toMatchObject({ running: 0 });
  await readers.close();
  expect(events).toEqual([]);
});

test('a question that takes for ever is given up, with everything that waited behind it', async () => {
  const { events, readers } = pool(1);
  const asked = [readers.ask('live', null), readers.ask('live', null)];
  for (const question of asked) await expect(question).rejects.toMatchObject({ code: 'unavailable' });
  await readers.close();
  expect(events).toContain('reader_gave_up');
});
