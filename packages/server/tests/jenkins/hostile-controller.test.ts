import { expect, test } from 'vitest';
import type { Outcome } from '../../src/core/connection.ts';
import type { Answer, Controller } from '../../src/jenkins/controller.ts';
import type { Fault } from '../../testkit/fake-jenkins/faults/exchange.ts';
import * as faults from '../../testkit/fake-jenkins/faults/faults.ts';
import { live, optionsFor, type Rig, startRig } from './controller-rig.ts';

/** Every question that can be asked. */
const questions: Record<string, (controller: Controller) => Promise<Outcome<Answer<unknown>>>> = {
  whoAmI: (controller) => controller.whoAmI(live),
  heads: (controller) => controller.heads(live),
  latest: (controller) => controller.latest([], { from: 0, to: 4, depth: 3 }, live),
  recent: (controller) => controller.recent(['pipe'], live),
  recentOf: (controller) => controller.recentOf([], { from: 0, to: 4 }, 4, live),
  recentOfConfigurations: (controller) => controller.recentOfConfigurations(['matrix'], 4, live),
  chain: (controller) => controller.chain(['pipe'], 3, 5, live),
  every: (controller) => controller.every(['pipe'], 3, live),
  build: (controller) => controller.build(['pipe'], 3, live),
  numbers: (controller) => controller.numbers(['pipe'], live),
  matrixConfigurations: (controller) => controller.matrixConfigurations(['matrix'], live),
  branchFacts: (controller) => controller.branchFacts(['repo'], live),
  running: (controller) => controller.running(live),
  queue: (controller) => controller.queue(live),
};

function populate({ world, clock }: Rig): void {
  const pipe = world.addJob('pipe', { kind: 'pipeline' });
  for (let number = 1; number <= 3; number += 1) world.addBuild(pipe, { startedAtMs: clock.nowMs() - 1_000_000 });
  world.addJob('matrix', { kind: 'matrix', configurations: ['OS=linux'] });
  world.addBranch('repo', 'main');
  const job = world.addJob('free');
  world.startBuild(job);
  world.enqueue({ type: 'job', job });
}

const wicked: Record<string, Fault> = {
  'wrong types': faults.wrongTypes,
  'null everywhere': faults.allNull,
  NaN: faults.numbersAre('NaN'),
  infinite: faults.numbersAre('1e999'),
  'beyond exact numbers': faults.numbersAre('9007199254740993'),
  negative: faults.numbersAre('-1'),
  'prototype names': faults.prototypeNames,
  'deep nesting': faults.deepNesting(),
  'nothing inside': faults.emptyObject,
  'a list instead': faults.rewritten(() => '[]'),
  'a number instead': faults.rewritten(() => '7'),
  'null instead': faults.rewritten(() => 'null'),
  'half of it': faults.truncated(),
  'cut connection': faults.cutBody(),
  'wrong length': faults.wrongLength(10),
  'too short length': faults.wrongLength(-10),
  endless: faults.endlessBody(),
  'broken gzip': faults.brokenGzip,
  'login page': faults.loginForm,
  'login redirect': faults.loginRedirect,
  'lists of nonsense': faults.eachMember((_key, value) => (Array.isArray(value) ? [null, 1, 'x', [], {}] : value)),
};

/** Asks while time passes by itself, so that retries come to their end. */
async function askAll(rig: Rig): Promise<Record<string, Outcome<Answer<unknown>>>> {
  const outcomes: Record<string, Outcome<Answer<unknown>>> = {};
  for (const [name, ask] of Object.entries(questions)) {
    const asking = ask(rig.connect());
    let isOver = false;
    void asking.finally(() => {
      isOver = true;
    });
    while (!isOver) {
      await Promise.race([asking, rig.clock.whenSleeping()]);
      if (!isOver) await rig.clock.advanceToNext();
    }
    outcomes[name] = await asking;
  }
  return outcomes;
}

/** Every build in an answer, however deep. */
function buildsIn(value: unknown): Record<string, unknown>[] {
  if (value === null || typeof value !== 'object') return [];
  if ('startedAtMs' in value) return [value as Record<string, unknown>];
  return Object.values(value).flatMap(buildsIn);
}

test.each(Object.entries(wicked))(
  '%s: every question is survived, and no wrong build comes out',
  async (_name, fault) => {
    const rig = await startRig();
    populate(rig);
    const healthy = await askAll(rig);
    expect(Object.values(healthy).every(({ ok }) => ok)).toBe(true);
    const known = new Set(buildsIn(healthy).map((build) => `${String(build.number)} ${String(build.startedAtMs)}`));
    rig.fake.faults.add(fault);
    const outcomes = await askAll(rig);
    for (const build of buildsIn(outcomes)) {
      expect(known).toContain(`${String(build.number)} ${String(build.startedAtMs)}`);
    }
    expect(Object.prototype).not.toHaveProperty('isPoisoned');
    rig.fake.faults.clear();
    expect(await askAll(rig)).toEqual(healthy);
  },
);

test('an answer that tells nothing is never taken for an empty controller', async () => {
  const rig = await startRig();
  populate(rig);
  rig.fake.faults.add(faults.emptyObject);
  const outcomes = await askAll(rig);
  expect(Object.entries(outcomes).flatMap(([name, { ok }]) => (ok ? [name] : []))).toEqual([]);
});

test('names that would lead elsewhere are dropped and counted', async () => {
  const rig = await startRig();
  for (const name of ['good', 'a', 'b', 'c', 'd']) rig.world.addJob(name);
  const bad: Record<string, string> = { a: '..', b: 'x/../../admin', c: 'line\nend', d: '' };
  rig.fake.faults.add(faults.eachMember((key, value) => (key === 'name' ? (bad[String(value)] ?? value) : value)));
  const outcome = await rig.controller.heads(live);
  expect(outcome).toMatchObject({ ok: true, value: { dropped: 4, value: { jobs: [{ path: ['good'] }] } } });
});

test('addresses in answers are never followed, whatever they say', async () => {
  const rig = await startRig({ rootUrl: 'http://169.254.169.254/' });
  populate(rig);
  const outcomes = await askAll(rig);
  expect(Object.values(outcomes).every(({ ok }) => ok)).toBe(true);
  expect(outcomes.running).toMatchObject({ ok: true, value: { value: { running: [{ path: ['free'] }] } } });
});

test('no request carries anything but GET, our name, the credentials and what we accept', async () => {
  const rig = await startRig();
  populate(rig);
  const seen: { method: string | undefined; headers: Record<string, unknown> }[] = [];
  rig.fake.faults.add(async ({ raw, send, reply }) => {
    seen.push({ method: raw.method, headers: raw.headers });
    const right = reply();
    await send({ ...right, headers: { ...right.headers, 'Set-Cookie': 'JSESSIONID=stolen; Path=/' } });
  });
  await askAll(rig);
  for (const { method, headers } of seen) {
    expect(method).toBe('GET');
    expect(headers).toMatchObject({
      'user-agent': 'BuildButler/test',
      accept: 'application/json',
      'accept-encoding': 'gzip',
      authorization: expect.stringMatching(/^Basic /),
    });
    expect(Object.keys(headers)).not.toContain('cookie');
  }
  expect(rig.fake.stats.rude).toEqual([]);
});

test('the token is in no problem that a person sees', async () => {
  const rig = await startRig();
  populate(rig);
  const { token } = optionsFor(rig.fake.url, rig.clock).connection;
  for (const fault of [faults.revokedToken, faults.oops, faults.redirect('http://elsewhere.example/?token=abc')]) {
    rig.fake.faults.clear();
    rig.fake.faults.add(fault);
    const text = JSON.stringify(await askAll(rig));
    expect(text).not.toContain(token);
    expect(text).not.toContain('token=abc');
  }
});
