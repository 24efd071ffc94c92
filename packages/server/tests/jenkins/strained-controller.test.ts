import { expect, test } from 'vitest';
import type { CallOptions } from '../../src/jenkins/controller.ts';
import { paceLimits } from '../../src/jenkins/pace-limits.ts';
import * as faults from '../../testkit/fake-jenkins/faults/faults.ts';
import type { FakeRequest } from '../../testkit/fake-jenkins/http/fake-request.ts';
import { live, problemOf, type Rig, startRig, valueIn } from './controller-rig.ts';

function addJobs(rig: Rig, names: readonly string[], builds = 3, kind: 'freestyle' | 'pipeline' = 'freestyle'): void {
  for (const name of names) {
    const job = rig.world.addJob(name, { kind });
    rig.world.addHistory(job, builds, (number) => ({ startedAtMs: 1_700_000_000_000 + number * 60_000 }));
  }
}

const tree = (request: FakeRequest) => request.query.get('tree') ?? '';

/** The positions that a request for a slice asks for. */
function sliceOf(request: FakeRequest): { from: number; to: number } | null {
  const found = /\{(\d+),(\d+)\}$/.exec(tree(request));
  return found === null ? null : { from: Number(found[1]), to: Number(found[2]) };
}

const names = Array.from({ length: 16 }, (_, index) => `job ${String(index).padStart(2, '0')}`);

test('a slice that times out is halved and never asked again as it was', async () => {
  const rig = await startRig({ change: { mostAnswerMs: 700 } });
  addJobs(rig, names);
  rig.fake.faults.add(faults.silent, {
    match: (request) => (sliceOf(request)?.to ?? 0) - (sliceOf(request)?.from ?? 0) > 8,
  });
  const latest = valueIn(await rig.controller.latest([], { from: 0, to: 16 }, live));
  expect(latest.map(({ path }) => path[0])).toEqual(names);
  const asked = rig.fake.stats.requests.map(({ address }) => address);
  expect(asked).toHaveLength(3);
  expect(new Set(asked).size).toBe(3);
});

test('one job that breaks an answer costs only its own details, and is counted', async () => {
  const rig = await startRig();
  addJobs(rig, names);
  const includesTen = (request: FakeRequest) => {
    const slice = sliceOf(request);
    return slice !== null && slice.from <= 10 && slice.to > 10 && tree(request).includes('actions[');
  };
  rig.fake.faults.add(faults.oops, { match: includesTen });
  const outcome = await rig.controller.latest([], { from: 0, to: 16 }, live);
  expect(valueIn(outcome).map(({ path }) => path[0])).toEqual(names);
  expect(outcome).toMatchObject({ ok: true, value: { dropped: 1 } });
  const [whole, broken] = valueIn(outcome).filter(({ path }) => path[0] === 'job 09' || path[0] === 'job 10');
  expect(whole?.build?.causes).toHaveLength(1);
  expect(broken?.build?.causes).toHaveLength(0);
  expect(rig.fake.stats.total).toBeLessThan(15);
});

test('one job that cannot be read at all is left out and counted; a list of which nothing can be read is a problem', async () => {
  const rig = await startRig();
  addJobs(rig, names);
  const hits = (index: number) => (request: FakeRequest) => {
    const slice = sliceOf(request);
    return slice !== null && slice.from <= index && slice.to > index;
  };
  const one = rig.fake.faults.add(faults.truncated(), { match: hits(3) });
  const outcome = await rig.controller.recentOf([], { from: 0, to: 16 }, 48, live);
  expect(valueIn(outcome)).toHaveLength(15);
  expect(outcome).toMatchObject({ ok: true, value: { dropped: 1 } });
  one.remove();
  rig.fake.stats.reset();
  rig.fake.faults.add(faults.truncated(), { match: (request) => sliceOf(request) !== null });
  expect(problemOf(await rig.controller.recentOf([], { from: 0, to: 16 }, 48, live)).code).toBe('bad_data');
  expect(rig.fake.stats.total).toBeLessThan(90);
});

test('a slice beyond the end of a folder that got smaller is empty, not a problem', async () => {
  const rig = await startRig();
  addJobs(rig, names);
  expect(valueIn(await rig.controller.latest([], { from: 20, to: 40 }, live))).toEqual([]);
  expect(valueIn(await rig.controller.latest([], { from: 10, to: 40 }, live))).toHaveLength(6);
});

test('a list of builds that is too much is read one by one', async () => {
  const rig = await startRig({ change: { mostAnswerMs: 700 } });
  addJobs(rig, ['heavy'], 12);
  rig.world.deleteBuild(rig.world.job('heavy'), 7);
  rig.fake.faults.add(faults.silent, { match: 'recent' });
  rig.fake.faults.add(faults.silent, { match: 'every' });
  const left = [12, 11, 10, 9, 8, 6, 5, 4, 3, 2, 1];
  const recent = valueIn(await rig.controller.recent(['heavy'], live));
  expect(recent.builds.map(({ number }) => number)).toEqual(left);
  expect(recent).toMatchObject({ firstBuildNumber: 1, nextBuildNumber: 13 });
  expect(valueIn(await rig.controller.every(['heavy'], 12, live)).map(({ number }) => number)).toEqual(left);
});

test('a build that cannot be read in such a list is a problem, not a hole', async () => {
  const rig = await startRig({ change: { mostAnswerMs: 700 } });
  addJobs(rig, ['heavy'], 5);
  rig.fake.faults.add(faults.oops, { match: 'every' });
  rig.fake.faults.add(faults.oops, { match: /\/job\/heavy\/3\// });
  expect(problemOf(await rig.controller.every(['heavy'], 5, { ...live })).code).toBe('bad_data');
});

test('a chain that times out gets shorter until it is answered', async () => {
  const rig = await startRig({ change: { mostAnswerMs: 700 } });
  addJobs(rig, ['pipe'], 30, 'pipeline');
  const depth = (request: FakeRequest) => tree(request).split('previousBuild').length - 1;
  rig.fake.faults.add(faults.silent, { match: (request) => depth(request) > 4 });
  const step = valueIn(await rig.controller.chain(['pipe'], 30, 12, live));
  expect(step.builds.map(({ number }) => number)).toEqual([29, 28, 27]);
  expect(step.hasReachedOldest).toBe(false);
});

test('a whole tree of jobs that is too much is read folder by folder', async () => {
  const rig = await startRig({ change: { mostAnswerMs: 700 } });
  addJobs(rig, ['a/one', 'a/b/two', 'c/three', 'four']);
  const isWhole = (request: FakeRequest) =>
    /^\/api\/json/.test(request.address) && tree(request).split('jobs[').length > 3;
  rig.fake.faults.add(faults.silent, { match: isWhole });
  const heads = valueIn(await rig.controller.heads(live));
  expect(heads.jobs.map(({ path }) => path.join('/')).toSorted()).toEqual(['a/b/two', 'a/one', 'c/three', 'four']);
  expect(heads.folders.map(({ path }) => path.join('/')).toSorted()).toEqual(['a', 'a/b', 'c']);
  const position = (name: string) => heads.jobs.find(({ path }) => path.at(-1) === name)?.index;
  expect([position('four'), position('one')]).toEqual([2, 1]);
});

test('a folder that vanishes on the way is left out; one that fails makes the whole incomplete', async () => {
  const rig = await startRig();
  const deep = Array.from({ length: 10 }, (_, level) => `l${level}`).join('/');
  addJobs(rig, [`${deep}/job`, 'top']);
  const gone = rig.fake.faults.add(faults.status(404), { match: /\/job\/l9\// });
  expect(valueIn(await rig.controller.heads(live)).jobs).toHaveLength(1);
  gone.remove();
  rig.fake.faults.add(faults.status(502), { match: /\/job\/l9\// });
  const asking = rig.controller.heads(live);
  await rig.clock.advance(60_000);
  expect(problemOf(await asking).code).toBe('bad_data');
});

/** Lets retries happen: their pauses are on the clock. */
async function withTime<T>(rig: Rig, asking: Promise<T>): Promise<T> {
  let isOver = false;
  const done = asking.finally(() => {
    isOver = true;
  });
  while (!isOver) {
    await Promise.race([done, rig.clock.whenSleeping()]);
    if (!isOver) await rig.clock.advance(1_000);
  }
  return done;
}

test('a light request is tried three more times, with pauses', async () => {
  const rig = await startRig({ change: { random: () => 0.999 } });
  rig.fake.faults.add(faults.status(502), { times: 3 });
  const startMs = rig.clock.nowMs();
  expect(valueIn(await withTime(rig, rig.controller.queue(live)))).toEqual([]);
  expect(rig.fake.stats.total).toBe(4);
  expect(rig.clock.nowMs() - startMs).toBeGreaterThanOrEqual(6_000);
  rig.fake.faults.add(faults.status(502), { times: 4 });
  rig.fake.stats.reset();
  expect(problemOf(await withTime(rig, rig.controller.queue(live))).code).toBe('unreachable');
  expect(rig.fake.stats.total).toBe(4);
});

test('waits as long as Retry-After says, and lets nothing else out meanwhile', async () => {
  const rig = await startRig();
  rig.fake.faults.add(faults.status(429, { retryAfter: '20' }), { times: 1 });
  const first = rig.controller.queue(live);
  await rig.clock.whenSleeping();
  const second = rig.controller.running(live);
  await rig.clock.advance(19_000);
  expect(rig.fake.stats.total).toBe(1);
  await rig.clock.advance(2_000);
  expect(valueIn(await first)).toEqual([]);
  expect(valueIn(await second).running).toEqual([]);
});

test('a long Retry-After is reported instead of waited for, also to those who come later', async () => {
  const rig = await startRig();
  rig.fake.faults.add(faults.status(429, { retryAfter: '300' }), { times: 1 });
  expect(problemOf(await rig.controller.queue(live))).toMatchObject({ code: 'rate_limited', retryAfterMs: 300_000 });
  await rig.clock.advance(100_000);
  expect(problemOf(await rig.controller.queue(live))).toMatchObject({ code: 'rate_limited', retryAfterMs: 200_000 });
  expect(rig.fake.stats.total).toBe(1);
  await rig.clock.advance(200_000);
  expect(valueIn(await rig.controller.queue(live))).toEqual([]);
});

test('the circuit opens after five failures, and one whoAmI finds out when it may close', async () => {
  const rig = await startRig();
  const down = rig.fake.faults.add(faults.status(502));
  await withTime(rig, rig.controller.queue(live));
  await withTime(rig, rig.controller.queue(live));
  expect(rig.fake.stats.total).toBe(5);
  expect(problemOf(await rig.controller.heads(live))).toMatchObject({ code: 'unreachable' });
  expect(rig.fake.stats.total).toBe(5);
  await rig.clock.advance(30_000);
  await Promise.all([rig.controller.queue(live), rig.controller.running(live)]);
  expect(rig.fake.stats.requests.slice(5).map(({ kind }) => kind)).toEqual(['whoami']);
  down.remove();
  await rig.clock.advance(60_000);
  rig.fake.stats.reset();
  const [queue, running] = await Promise.all([rig.controller.queue(live), rig.controller.running(live)]);
  expect([queue.ok, running.ok]).toEqual([true, true]);
  expect(rig.fake.stats.requests.map(({ kind }) => kind).toSorted()).toEqual(['computer', 'queue', 'whoami']);
});

test('after 401 nothing goes out any more', async () => {
  const rig = await startRig();
  rig.fake.faults.add(faults.revokedToken, { times: 1 });
  expect(problemOf(await rig.controller.queue(live)).code).toBe('unauthorized');
  await rig.clock.advance(86_400_000);
  expect(problemOf(await rig.controller.heads(live)).code).toBe('unauthorized');
  expect(rig.fake.stats.total).toBe(1);
});

test('403 on the root shuts the door, 403 on one job does not', async () => {
  const rig = await startRig();
  addJobs(rig, ['job']);
  const denied = rig.fake.faults.add(faults.status(403), { match: /\/job\// });
  expect(problemOf(await rig.controller.recent(['job'], live)).code).toBe('forbidden');
  denied.remove();
  expect(valueIn(await rig.controller.recent(['job'], live)).builds).toHaveLength(3);
  rig.fake.faults.add(faults.status(403), { match: /^\/api\/json/, times: 1 });
  expect(problemOf(await rig.controller.heads(live)).code).toBe('forbidden');
  expect(problemOf(await rig.controller.recent(['job'], live)).code).toBe('forbidden');
});

test('a starting controller is left alone for a while, and welcome afterwards', async () => {
  const rig = await startRig();
  rig.fake.faults.add(faults.starting, { times: 1 });
  expect(problemOf(await rig.controller.heads(live)).code).toBe('unavailable');
  expect(problemOf(await rig.controller.heads(live))).toMatchObject({ code: 'unavailable', retryAfterMs: 15_000 });
  expect(rig.fake.stats.total).toBe(1);
  await rig.clock.advance(15_000);
  expect(valueIn(await rig.controller.heads(live)).jobs).toEqual([]);
});

test('a restart breaks kept connections without harm', async () => {
  const rig = await startRig();
  addJobs(rig, ['job']);
  valueIn(await rig.controller.recent(['job'], live));
  const before = rig.fake.session;
  rig.fake.restart();
  const outcome = await rig.controller.recent(['job'], live);
  expect(outcome).toMatchObject({ ok: true, value: { session: rig.fake.session } });
  expect(rig.fake.session).not.toBe(before);
});

test('who gives up gets no answer, and nothing is counted against the controller', async () => {
  const rig = await startRig();
  const gone = new AbortController();
  rig.fake.faults.add(
    async (exchange) => {
      gone.abort();
      await faults.silent(exchange);
    },
    { times: 1 },
  );
  const options: CallOptions = { ...live, signal: gone.signal };
  expect(problemOf(await rig.controller.heads(options)).message).toContain('cancelled');
  expect(valueIn(await rig.controller.heads(live)).jobs).toEqual([]);
});

test('the pace of the connection bounds requests and loads', async () => {
  const rig = await startRig({ change: { limits: paceLimits.normal } });
  addJobs(rig, ['job'], 100);
  const startMs = rig.clock.nowMs();
  let isOver = false;
  const asking = Promise.all(Array.from({ length: 6 }, () => rig.controller.recent(['job'], live))).finally(() => {
    isOver = true;
  });
  while (!isOver) {
    await Promise.race([asking, rig.clock.whenSleeping()]);
    if (!isOver) await rig.clock.advanceToNext();
  }
  // Six times 102 loads at 200 a second: the sixth may start once the five before are paid for.
  expect(rig.clock.nowMs() - startMs).toBe(2_550);
  expect(rig.controller.requestsPerMinute()).toBe(6);
});

test('a live question that nobody answers is told at once; its next turn comes by itself', async () => {
  const rig = await startRig({ change: { mostAnswerMs: 300 } });
  const silent = rig.fake.faults.add(faults.silent, { match: /^\/computer\// });
  expect(problemOf(await rig.controller.running(live)).code).toBe('timeout');
  expect(silent.hits).toBe(1);
});

test('while a proxy that is down has asked for a pause, it is not told as a request limit', async () => {
  const rig = await startRig();
  rig.fake.faults.add(faults.status(503, { retryAfter: '300' }), { times: 1 });
  expect(problemOf(await rig.controller.queue(live))).toMatchObject({ code: 'unavailable', retryAfterMs: 300_000 });
  await rig.clock.advance(100_000);
  expect(problemOf(await rig.controller.queue(live))).toMatchObject({ code: 'unavailable', retryAfterMs: 200_000 });
  expect(rig.fake.stats.total).toBe(1);
});

test.each([
  ['resets the connection', faults.connectionReset],
  ['is a bad gateway', faults.status(502)],
  ['is a login page', faults.loginForm],
  ['redirects elsewhere', faults.redirect('https://elsewhere.example/')],
])('a page of one job that %s is told as that, and stops no other', async (_name, fault) => {
  const rig = await startRig();
  addJobs(rig, ['broken', 'well']);
  const struck = rig.fake.faults.add(fault, { match: /^\/job\/broken\// });
  for (let times = 0; times < 10; times += 1) {
    const problem = problemOf(await withTime(rig, rig.controller.recent(['broken'], live)));
    expect(problem).toMatchObject({ code: 'bad_data', message: expect.stringContaining('Jenkins itself answers') });
  }
  expect(struck.hits).toBeLessThanOrEqual(80);
  expect(rig.fake.stats.count('whoami')).toBeLessThanOrEqual(10);
  expect(valueIn(await rig.controller.recent(['well'], live)).builds).toHaveLength(3);
  expect(valueIn(await rig.controller.heads(live)).jobs).toHaveLength(2);
});

test('when nothing answers any more, a page of a job says so', async () => {
  const rig = await startRig();
  addJobs(rig, ['app']);
  rig.fake.faults.add(faults.connectionReset);
  expect(problemOf(await withTime(rig, rig.controller.recent(['app'], live))).code).toBe('unreachable');
});
