import { describe, expect, test } from 'vitest';
import { ManualClock } from '../manual-clock.ts';
import { LiveBuilds } from './live-builds.ts';
import { World } from './world.ts';

function setUp() {
  const clock = new ManualClock();
  const world = new World({ nowMs: clock.nowMs });
  world.addAgent('linux-1', { executors: 1 });
  return { clock, world, live: new LiveBuilds(world) };
}

describe('live builds', () => {
  test('a freestyle build waits its quiet period, runs on an agent and ends as planned', async () => {
    const { clock, world, live } = setUp();
    const job = world.addJob('app');
    live.submit({ job, result: 'FAILURE', durationMs: 60_000, agents: ['linux-1'], quietMs: 5000 });
    expect(job.nextBuildNumber).toBe(1);
    expect(world.queue[0]?.state).toBe('waiting');
    await clock.advance(5000);
    live.tick();
    const build = world.build(job, 1);
    expect(build).toMatchObject({ isBuilding: true, result: null, builtOn: 'linux-1', queueId: 1 });
    expect(world.agent('linux-1').executors[0]?.build).toBe(build);
    expect(world.queueItem(1)?.executable).toBe(build);
    await clock.advance(60_000);
    live.tick();
    expect(build).toMatchObject({ isBuilding: false, isInProgress: false, result: 'FAILURE', durationMs: 60_000 });
    expect(build.waits).toEqual({ waitingMs: 5000, blockedMs: 0, buildableMs: 0 });
    expect(world.agent('linux-1').executors).toEqual([null]);
    expect(live.size).toBe(0);
  });

  test('a job builds once at a time, and two jobs share one executor', async () => {
    const { clock, world, live } = setUp();
    const [first, second] = [world.addJob('first'), world.addJob('second')];
    live.submit({ job: first, result: 'SUCCESS', durationMs: 1000, agents: ['linux-1'] });
    live.submit({ job: first, result: 'SUCCESS', durationMs: 1000, agents: ['linux-1'] });
    live.submit({ job: second, result: 'SUCCESS', durationMs: 1000, agents: ['linux-1'] });
    const waiting = () => world.queue.filter(({ state }) => state !== 'left').map(({ state, why }) => [state, why]);
    expect(waiting()).toEqual([
      ['blocked', 'Build #1 is already in progress (ETA: N/A)'],
      ['buildable', 'Waiting for next available executor on ‘linux-1’'],
    ]);
    for (let round = 0; round < 3; round++) {
      await clock.advance(1000);
      live.tick();
    }
    expect(world.build(first, 2).waits.blockedMs).toBe(1000);
    expect(world.build(second, 1).waits).toEqual({ waitingMs: 0, blockedMs: 0, buildableMs: 2000 });
    expect(live.size).toBe(0);
  });

  test('a pipeline leaves the queue at once and waits for its node in the queue', async () => {
    const { clock, world, live } = setUp();
    const job = world.addJob('pipe', { kind: 'pipeline' });
    const plan = { job, result: 'SUCCESS', durationMs: 1000, agents: ['linux-1'] } as const;
    live.submit(plan);
    live.submit(plan);
    expect(world.builtIn.oneOffExecutors.map(({ build }) => build.number)).toEqual([1, 2]);
    expect(world.queue.find(({ state }) => state !== 'left')?.task).toMatchObject({ type: 'node-block' });
    await clock.advance(1000);
    live.tick();
    await clock.advance(1000);
    live.tick();
    expect(world.build(job, 2)).toMatchObject({ result: 'SUCCESS', durationMs: 2000 });
    expect(world.build(job, 2).nodeUse).toMatchObject({ buildableMs: 1000, count: 1, executingMs: 1000 });
  });

  test('follows a clock by itself', async () => {
    const { clock, world, live } = setUp();
    const stop = new AbortController();
    const running = live.run(clock, stop.signal);
    const job = world.addJob('m', { kind: 'matrix', configurations: ['OS=linux'] });
    const cells = job.configurations.map((configuration) => ({
      configuration,
      result: 'SUCCESS' as const,
      durationMs: 700,
    }));
    live.submit({ job, result: 'SUCCESS', durationMs: 500, agents: ['linux-1'], cells, quietMs: 100 });
    await clock.advance(2000);
    expect(world.build('m', 1)).toMatchObject({ isBuilding: false, durationMs: 700 });
    expect(world.build('m/OS=linux', 1)).toMatchObject({ isBuilding: false, durationMs: 700, builtOn: 'linux-1' });
    stop.abort();
    await running;
  });
});
