import { existsSync } from 'node:fs';
import { mkdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createApp } from '../../src/app.ts';
import { claimDataDir, prepareDataDir, storePathIn } from '../../src/data-dir.ts';
import { inspectHouse } from '../../src/inspect-house.ts';
import { createSetupToken } from '../../src/operations/setup-token.ts';
import { systemClock } from '../../src/system-clock.ts';
import { startTestApp, type TestApp } from '../../testkit/start-test-app.ts';

const silent = { error: () => undefined, warn: () => undefined, info: () => undefined, debug: () => undefined };

let house: TestApp;
beforeEach(async () => {
  house = await startTestApp({ config: { verifiesTlsByDefault: false } });
  await house.createAdministrator();
});
afterEach(() => house.stop());

const finding = async (name: string) => (await inspectHouse(house.config)).find((found) => found.name === name);

test('certificates that nobody checks are named at the start', async () => {
  expect(house.logLines).toContainEqual({
    level: 'warn',
    event: 'tls_not_verified',
    message: expect.stringContaining('JENKINS_TLS_REJECT_UNAUTHORIZED'),
  });
});

test.each([
  ['gone', (path: string) => rm(path)],
  ['empty', (path: string) => writeFile(path, '')],
])('a store that is %s is not replaced by an empty one, by no command', async (_name, lose) => {
  await house.app.stop();
  const path = storePathIn(house.config.dataDir);
  await lose(path);
  const before = existsSync(path);
  const lost = { code: 'unavailable', message: expect.stringMatching(/Restore a backup; to begin anew, remove/) };
  expect(await finding('store')).toMatchObject({ state: 'failed', message: lost.message });
  for (const mode of ['offline', 'serve'] as const) {
    await expect(createApp(house.config, { log: silent, mode })).rejects.toMatchObject(lost);
  }
  expect(existsSync(path)).toBe(before);
  if (before) expect(await readFile(path)).toHaveLength(0);
});

test('a key file that is gone beside a store is no good news', async () => {
  expect(await finding('key file')).toMatchObject({ state: 'ok' });
  await rm(join(house.config.dataDir, 'secret.key'));
  expect(await finding('key file')).toMatchObject({ state: 'failed', message: expect.stringContaining('is missing') });
});

test.runIf(process.platform === 'linux')('a place that takes no folders is refused, not tried for ever', async () => {
  await expect(prepareDataDir('/proc/buildbutler/data')).rejects.toMatchObject({
    code: 'unavailable',
    message: expect.stringContaining('cannot be used'),
  });
});

test('a folder that cannot be written is named as what it is, not as a defect', async () => {
  const taken = join(house.config.dataDir, 'taken');
  await mkdir(join(taken, 'server.lock'), { recursive: true });
  await expect(claimDataDir(taken)).rejects.toMatchObject({
    code: 'unavailable',
    message: expect.stringMatching(/taken cannot be written .*set BUILDBUTLER_DATA_DIR to another one/),
  });
  await mkdir(join(taken, 'setup-token'));
  await expect(createSetupToken({ dataDir: taken, clock: systemClock }).issue()).rejects.toMatchObject({
    code: 'unavailable',
    message: expect.stringContaining('set-up token cannot be written'),
  });
});

test.runIf(process.platform !== 'win32')(
  'nobody else reads the store or what lies beside it, in a folder that all may open',
  async () => {
    const dataDir = join(house.config.dataDir, 'shared');
    await mkdir(dataDir, { mode: 0o755 });
    const app = await createApp(
      { ...house.config, dataDir },
      { log: silent, createCollector: () => house.app.collector },
    );
    const path = storePathIn(dataDir);
    const modes = await Promise.all(
      [path, `${path}-wal`, `${path}-shm`].map(async (one) => (await stat(one)).mode & 0o777),
    );
    expect(modes).toEqual([0o600, 0o600, 0o600]);
    await app.stop();
  },
);
