import { mkdir, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { announceServer } from '../../src/announce-server.ts';
import { Disturbances } from '../../src/disturbances.ts';
import { readServerAccess } from '../../src/local-access.ts';
import { ManualClock } from '../../testkit/manual-clock.ts';

const access = { address: 'http://127.0.0.1:3000', token: 'bb_local_x', pid: 7 };
const log = { error: () => undefined, warn: () => undefined, info: () => undefined, debug: () => undefined };

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'buildbutler-announce-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

test('a disk that takes no file keeps no server from running; it tries again until it stops', async () => {
  const dataDir = join(folder, 'gone');
  const clock = new ManualClock();
  const disturbances = new Disturbances();
  const stopping = new AbortController();
  await announceServer({ dataDir, access, clock, log, disturbances, signal: stopping.signal });
  expect(disturbances.list()).toEqual(['The data directory cannot be written (ENOENT).']);
  await clock.advance(10_000);
  expect(disturbances.list()).toHaveLength(1);
  await mkdir(dataDir);
  await expect
    .poll(async () => {
      await clock.advance(10_000);
      return disturbances.list();
    })
    .toEqual([]);
  expect(await readServerAccess(dataDir)).toEqual(access);
  expect(await readdir(dataDir)).toEqual(['server.json']);
  expect(clock.nextWakeMs).toBeNull();
});
