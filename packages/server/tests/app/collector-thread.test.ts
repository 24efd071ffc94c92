import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { routes } from '@buildbutler/contract';
import { expect, test } from 'vitest';
import { CollectorThread } from '../../src/collector-thread.ts';
import type { Log, LogFields } from '../../src/core/log.ts';
import { openStore } from '../../src/storage/open-store.ts';
import { ciBot } from '../../testkit/fake-jenkins/access.ts';
import { startFakeJenkins } from '../../testkit/fake-jenkins/start-fake-jenkins.ts';
import { ManualClock } from '../../testkit/manual-clock.ts';
import { startTestApp } from '../../testkit/start-test-app.ts';

test('a thread that dies starts again after a pause that doubles, and goes on with what was configured', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'buildbutler-thread-'));
  const storePath = join(folder, 'missing', 'store.db');
  const clock = new ManualClock();
  const problems: (string | null)[] = [];
  const deaths: LogFields[] = [];
  const silent = () => undefined;
  const log: Log = { info: silent, warn: silent, debug: silent, error: (_, fields = {}) => void deaths.push(fields) };
  const thread = new CollectorThread({
    setup: {
      store: { path: storePath },
      holder: 'this test',
      predecessor: null,
      syncIntervalMs: 1_000,
      addressRules: { isListeningOnLoopback: true, allow: [] },
      verifiesTlsByDefault: true,
      userAgent: 'BuildButler/test',
    },
    clock,
    log,
    onProblem: (problem) => void problems.push(problem),
  });
  try {
    await thread.configure([]);
    await clock.whenSleeping();
    await expect(thread.nudge(1)).rejects.toMatchObject({ code: 'unavailable' });
    await clock.advance(1_000);
    await expect
      .poll(() => deaths.map(({ attempt, delayMs }) => [attempt, delayMs]))
      .toEqual([
        [1, 1_000],
        [2, 2_000],
      ]);
    expect(problems).toEqual([expect.stringContaining('stopped unexpectedly'), expect.stringContaining('by itself')]);

    await mkdir(join(folder, 'missing'));
    await openStore({ path: storePath, role: 'api' }).close();
    await clock.whenSleeping();
    await clock.advance(2_000);
    await expect.poll(() => problems.at(-1)).toBeNull();
    await thread.idle();
  } finally {
    await thread.stop();
    await rm(folder, { recursive: true });
  }
  expect(deaths).toHaveLength(2);
});

test('in the whole app: what a controller has arrives, what happens there follows, and a restart forgets nothing', async () => {
  const jenkins = await startFakeJenkins();
  const job = jenkins.world.addJob('team/app');
  for (let count = 0; count < 5; count += 1) jenkins.world.addBuild(job);
  let house = await startTestApp({ isCollecting: true });
  const builds = async () => (await house.local.call(routes.listBuilds, { query: {} })).data;
  const numbers = async () => (await builds()).map(({ number }) => number);
  try {
    const { id } = await house.local.call(routes.createConnection, {
      body: { name: 'Production', url: jenkins.url, username: ciBot.name, token: ciBot.token, pace: 'fast' },
    });
    await house.app.collector.idle();
    expect(await numbers()).toEqual([5, 4, 3, 2, 1]);
    expect(await house.local.call(routes.getConnection, { params: { id } })).toMatchObject({
      state: 'active',
      isIdle: true,
      builds: { known: 5, expected: 5, open: 0, lost: 0 },
    });

    const running = jenkins.world.startBuild(job);
    await house.local.call(routes.syncConnection, { params: { id } });
    await expect.poll(numbers).toEqual([6, 5, 4, 3, 2, 1]);
    expect((await builds())[0]).toMatchObject({ building: true, result: null });
    jenkins.world.finishBuild(running, { result: 'FAILURE' });
    await house.local.call(routes.syncConnection, { params: { id } });
    await expect.poll(async () => (await builds())[0]?.result).toBe('FAILURE');

    house = await house.restart();
    expect(await numbers()).toEqual([6, 5, 4, 3, 2, 1]);
    jenkins.world.addBuild(job);
    await expect.poll(numbers).toEqual([7, 6, 5, 4, 3, 2, 1]);
    expect(house.logLines.filter(({ level }) => level === 'error')).toEqual([]);
  } finally {
    await house.stop();
    await jenkins.close();
  }
});
