import { expect, test } from 'vitest';
import type { LogStream } from '../../src/jenkins/controller.ts';
import * as faults from '../../testkit/fake-jenkins/faults/faults.ts';
import { live, problemOf, type Rig, startRig } from './controller-rig.ts';

async function open(rig: Rig, capBytes = 1_000_000): Promise<LogStream> {
  const outcome = await rig.controller.log(['job'], 1, { ...live, capBytes });
  if (!outcome.ok) throw new Error(outcome.problem.message);
  return outcome.value;
}

async function textOf({ chunks }: LogStream): Promise<string> {
  let text = '';
  for await (const chunk of chunks) text += chunk;
  return text;
}

function addLog(rig: Rig, log: string): void {
  rig.world.addBuild(rig.world.addJob('job'), { log });
}

test('streams the whole log as text, without hidden notes and NUL characters', async () => {
  const rig = await startRig();
  addLog(rig, '');
  const note = '\u001b[8mha:////4AAAA=\u001b[0m';
  rig.fake.faults.add(
    faults.rewritten(() => `Started by ${note}ada\nü\0€ \u001b[31mred\u001b[0m\n`),
    { match: 'log' },
  );
  const log = await open(rig);
  expect(await textOf(log)).toBe('Started by ada\nü€ \u001b[31mred\u001b[0m\n');
  expect([log.isTruncated(), log.problem()]).toEqual([false, null]);
});

test('stops at the cap, in the middle of a character if need be, and says so', async () => {
  const rig = await startRig();
  addLog(rig, '€'.repeat(100));
  const log = await open(rig, 100);
  expect(await textOf(log)).toBe('€'.repeat(33));
  expect([log.isTruncated(), log.problem()]).toEqual([true, null]);
  const exact = await open(rig, 300);
  expect((await textOf(exact)).length).toBe(100);
  expect(exact.isTruncated()).toBe(false);
});

test('a log without end costs no more than its cap', async () => {
  const rig = await startRig();
  addLog(rig, 'x');
  rig.fake.faults.add(faults.endlessBody(), { match: 'log' });
  const log = await open(rig, 5_000_000);
  let size = 0;
  for await (const chunk of log.chunks) size += chunk.length;
  expect(size).toBe(5_000_000);
  expect(log.isTruncated()).toBe(true);
});

test('a log that breaks off is shown so far, never as if it were whole', async () => {
  const rig = await startRig();
  addLog(rig, 'line\n'.repeat(1_000));
  rig.fake.faults.add(faults.cutBody(), { match: 'log' });
  const log = await open(rig);
  expect((await textOf(log)).startsWith('line\n')).toBe(true);
  expect(log.isTruncated()).toBe(true);
  expect(log.problem()?.code).toBe('bad_data');
});

test('a reader that stops early ends the request', async () => {
  const rig = await startRig();
  addLog(rig, 'x');
  rig.fake.faults.add(faults.endlessBody(), { match: 'log' });
  for await (const chunk of (await open(rig, 1e9)).chunks) {
    expect(chunk).not.toBe('');
    break;
  }
  await expect.poll(() => rig.fake.stats.inFlight).toBe(0);
});

test('no build, no log; a page is no log', async () => {
  const rig = await startRig();
  addLog(rig, 'x');
  expect(problemOf(await rig.controller.log(['job'], 2, { ...live, capBytes: 10 })).code).toBe('not_found');
  rig.fake.faults.add(faults.loginForm);
  expect(problemOf(await rig.controller.log(['job'], 1, { ...live, capBytes: 10 })).code).toBe('not_jenkins');
});
