import { beforeAll, describe, expect, test } from 'vitest';
import { buildWorld, type DemoWorld } from '../../testkit/demo/build-world.ts';
import { LiveTraffic } from '../../testkit/demo/live-traffic.ts';
import { productionPlan } from '../../testkit/demo/plans/production-plan.ts';
import { stagingPlan } from '../../testkit/demo/plans/staging-plan.ts';
import { startDemoControllers } from '../../testkit/demo/start-demo-controllers.ts';
import type { Build, Job } from '../../testkit/fake-jenkins/truth/item.ts';
import { reveal } from '../../testkit/fake-jenkins/truth/lazy.ts';
import { flattenStages } from '../../testkit/fake-jenkins/truth/stage.ts';
import { countTests } from '../../testkit/fake-jenkins/truth/test-report.ts';
import { ManualClock } from '../../testkit/manual-clock.ts';
import { basic } from './ask.ts';

const tuesdayMs = Date.UTC(2026, 10, 24, 14, 30);
const dayMs = 86_400_000;
const buildsOf = (job: Job): Build[] => job.builds.newest().flatMap((number) => job.builds.peek(number) ?? []);
const allBuilds = ({ world }: DemoWorld) => [...world.jobs()].flatMap(buildsOf);

let clock: ManualClock;
let production: DemoWorld;
let staging: DemoWorld;

beforeAll(() => {
  clock = new ManualClock(tuesdayMs);
  production = buildWorld(productionPlan, clock.nowMs);
  staging = buildWorld(stagingPlan, clock.nowMs);
});

describe('the month of the demo', () => {
  test('has some thousand builds in about sixty and twenty jobs, and is the same every time', () => {
    expect(production.jobs.length).toBeGreaterThan(55);
    expect(staging.jobs.length).toBeGreaterThanOrEqual(20);
    const total = production.builds + staging.builds;
    expect(total).toBeGreaterThan(6000);
    expect(total).toBeLessThan(9000);
    const again = buildWorld(stagingPlan, clock.nowMs);
    const facts = (demo: DemoWorld) =>
      allBuilds(demo).map(({ number, result, startedAtMs, durationMs, builtOn }) => [
        number,
        result,
        startedAtMs,
        durationMs,
        builtOn,
      ]);
    expect(facts(again)).toEqual(facts(staging));
  });

  test('numbers follow on each other, queue ids are given once, and nothing lies in the future', () => {
    for (const { job } of production.jobs) {
      const numbers = job.builds.newest();
      expect(numbers).toEqual(numbers.map((_, index) => job.nextBuildNumber - 1 - index));
      const started = buildsOf(job).map(({ startedAtMs }) => startedAtMs);
      expect(started).toEqual([...started].sort((a, b) => b - a));
    }
    const builds = allBuilds(production);
    expect(new Set(builds.map(({ queueId }) => queueId)).size).toBe(builds.length);
    for (const { startedAtMs, durationMs } of builds) expect(startedAtMs + durationMs).toBeLessThan(tuesdayMs);
  });

  test('working days are busier than weekends, and most builds are green', () => {
    const weekday = ({ startedAtMs }: Build) => new Date(startedAtMs).getUTCDay();
    const builds = allBuilds(production);
    const on = (days: number[]) => builds.filter((build) => days.includes(weekday(build))).length / days.length;
    expect(on([1, 2, 3, 4])).toBeGreaterThan(2 * on([0, 6]));
    const green = builds.filter(({ result }) => result === 'SUCCESS').length / builds.length;
    expect(green).toBeGreaterThan(0.8);
    expect(green).toBeLessThan(0.95);
  });

  test('counts, stages and log of a build agree with each other', () => {
    const withTests = allBuilds(production).filter(({ testReport }) => testReport !== null);
    for (const build of withTests.filter((_, index) => index % 97 === 0)) {
      if (build.testReport === null) continue;
      expect(countTests(reveal(build.testReport))).toEqual(build.testCounts);
    }
    const red = allBuilds(production).filter(({ result, job }) => result === 'FAILURE' && job.kind === 'pipeline');
    for (const build of red.filter((_, index) => index % 19 === 0)) {
      const stages = flattenStages(reveal(build.stages));
      expect(stages.some(({ state }) => state === 'failure')).toBe(true);
      expect(new Set(stages.map(({ id }) => id)).size).toBe(stages.length);
      expect(reveal(build.log)).toMatch(/Finished: FAILURE\n$/);
    }
  });
});

describe('the stories of the demo', () => {
  const builds = (name: string) => buildsOf(production.world.job(name));
  const ago = ({ startedAtMs }: Build) => (tuesdayMs - startedAtMs) / dayMs;

  test('payments-api was red for three days, always the same tests', () => {
    const red = builds('payments/payments-api/main').filter((build) => ago(build) <= 8.5 && ago(build) > 5.6);
    expect(red.length).toBeGreaterThan(10);
    const unstable = red.filter(({ result }) => result === 'UNSTABLE').length;
    expect(unstable).toBeGreaterThan(red.length * 0.9);
  });

  test('web-shop has become slower', () => {
    const main = builds('checkout/web-shop/main').filter(({ result }) => result === 'SUCCESS');
    const median = (list: Build[]) =>
      list.map(({ durationMs }) => durationMs).sort((a, b) => a - b)[list.length >> 1] ?? 0;
    const [after, before] = [main.filter((build) => ago(build) < 13), main.filter((build) => ago(build) > 14)];
    expect(median(after)).toBeGreaterThan(1.4 * median(before));
  });

  test('an agent failed its last builds and is gone', () => {
    const onIt = allBuilds(production).filter(({ builtOn }) => builtOn === 'linux-4');
    expect(Math.max(...onIt.map(({ startedAtMs }) => startedAtMs))).toBeLessThan(tuesdayMs - 19 * 3_600_000);
    const lastHours = onIt.filter(({ startedAtMs }) => startedAtMs > tuesdayMs - 24 * 3_600_000);
    expect(lastHours.filter(({ result }) => result === 'FAILURE').length).toBeGreaterThan(lastHours.length / 2);
    expect(production.world.agent('linux-4')).toMatchObject({ isOffline: true });
  });

  test('a job whose only agent is gone has been stuck in the queue since', () => {
    const job = production.world.job('platform/windows-installer');
    const [item] = production.world.queue;
    expect(item).toMatchObject({ task: { job }, isStuck: true, why: '‘windows-1’ is offline' });
    expect(Math.max(...buildsOf(job).map(({ startedAtMs }) => startedAtMs))).toBeLessThan(tuesdayMs - 41 * 3_600_000);
  });

  test('one afternoon the registry was down for everybody', () => {
    const from = Date.UTC(2026, 10, 13, 13);
    const hit = allBuilds(production).filter(
      ({ startedAtMs, result }) => startedAtMs >= from && startedAtMs < from + 2 * 3_600_000 && result === 'FAILURE',
    );
    expect(new Set(hit.map(({ job }) => job.uid)).size).toBeGreaterThan(6);
    expect(
      hit.map(({ log }) => reveal(log)).filter((log) => /503 Service Unavailable|status code: 503/.test(log)).length,
    ).toBeGreaterThan(hit.length / 2);
  });
});

describe('live builds of the demo', () => {
  test('some run at any moment, and they end as builds do', async () => {
    const own = new ManualClock(tuesdayMs);
    const demo = buildWorld(stagingPlan, own.nowMs);
    const stop = new AbortController();
    const running = new LiveTraffic(demo, stagingPlan).run(own, stop.signal);
    const isBuilding = () => allBuilds(demo).filter((build) => build.isBuilding);
    const [first] = isBuilding();
    expect(first).toBeDefined();
    expect(reveal(first?.log ?? '')).not.toContain('Finished:');
    for (let minutes = 0; minutes < 60; minutes += 10) {
      await own.advance(10 * 60_000);
      expect(isBuilding().length).toBeGreaterThan(0);
    }
    expect(first).toMatchObject({ isBuilding: false, isInProgress: false });
    expect(first?.result).not.toBeNull();
    expect(reveal(first?.log ?? '')).toContain(`Finished: ${first?.result}`);
    const fresh = allBuilds(demo).filter((build) => build.startedAtMs > tuesdayMs && !build.isBuilding);
    expect(fresh.length).toBeGreaterThan(5);
    stop.abort();
    await running;
  });

  test('two controllers answer, and stop when they are told to', async () => {
    const { controllers, close } = await startDemoControllers();
    expect(controllers.map(({ name }) => name)).toEqual(['Production', 'Staging']);
    for (const { url, username, token } of controllers) {
      const answer = await fetch(`${url}/api/json?tree=jobs[name]`, {
        headers: { authorization: basic(`${username}:${token}`) },
      });
      expect(answer.status).toBe(200);
    }
    await close();
    await expect(fetch(controllers[0]?.url ?? '')).rejects.toThrow();
  });
});
