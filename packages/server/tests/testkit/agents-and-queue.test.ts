import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ask, askJson } from './ask.ts';
import { as, type RecordedController, startRecordedController } from './recorded-controller.ts';

let close: RecordedController['close'];
let fake: RecordedController['fake'];
let world: RecordedController['world'];
let clock: RecordedController['clock'];
let get: RecordedController['get'];

beforeAll(async () => {
  ({ close, fake, world, clock, get } = await startRecordedController());
});
afterAll(() => close());

describe('agents and queue', () => {
  test('what sits on executors: builds, pipelines on one-off ones, and parts of pipelines', async () => {
    const job = world.addJob('zz-fs');
    const pipe = world.addJob('zz-pipe', { kind: 'pipeline' });
    const build = world.startBuild(job, { builtOn: 'agent-1' });
    const run = world.startBuild(pipe);
    world.enterNodeBlock(run, 'agent-1', 'Linux build');
    const executable = 'currentExecutable[number,building,displayName,url]';
    const { computer, busyExecutors, totalExecutors } = await get(
      '/computer/api/json',
      `busyExecutors,totalExecutors,computer[displayName,executors[${executable},idle],oneOffExecutors[number,${executable}]]`,
    );
    expect([busyExecutors, totalExecutors]).toEqual([2, 6]);
    const [builtIn, agent] = computer as { displayName: string; executors: unknown[]; oneOffExecutors: unknown[] }[];
    expect(builtIn?.oneOffExecutors).toMatchObject([
      { number: -1, currentExecutable: { building: true, url: `${fake.url}/job/zz-pipe/1/` } },
    ]);
    expect(agent?.executors).toEqual([
      {
        currentExecutable: {
          _class: 'hudson.model.FreeStyleBuild',
          building: true,
          displayName: '#1',
          number: 1,
          url: `${fake.url}/job/zz-fs/1/`,
        },
        idle: false,
      },
      {
        currentExecutable: {
          _class:
            'org.jenkinsci.plugins.workflow.support.steps.ExecutorStepExecution$PlaceholderTask$PlaceholderExecutable',
          displayName: 'zz-pipe #1 (Linux build)',
          number: 1,
          url: `${fake.url}/job/zz-pipe/1/`,
        },
        idle: false,
      },
    ]);
    const hidden = await askJson<{ computer: { executors: unknown[] }[] }>(
      fake,
      `/computer/api/json?tree=computer[executors[${executable},idle]]`,
      as('overall-bot'),
    );
    expect(hidden.computer[1]?.executors[0]).toEqual({ currentExecutable: null, idle: false });
    await clock.advance(5000);
    world.finishBuild(build);
    world.finishBuild(run, { result: 'ABORTED' });
    expect(await get('/job/zz-fs/1/api/json', 'building,inProgress,result,duration')).toMatchObject({
      building: false,
      inProgress: false,
      result: 'SUCCESS',
      duration: 5000,
    });
    expect(await get('/computer/api/json', 'busyExecutors')).toMatchObject({ busyExecutors: 0 });
    world.remove(job);
    world.remove(pipe);
  });

  test('the queue tells why, hides what may not be read, and keeps what left it for five minutes', async () => {
    const job = world.job('fs-never-built');
    const item = world.enqueue({ type: 'job', job }, { isStuck: true, why: 'There are no nodes with the label ‘gpu’' });
    world.enqueue({ type: 'node-block', build: world.build('pipe-stages', 7), label: '' });
    const tree = 'items[id,why,stuck,buildableStartMilliseconds,task[name,url]]';
    expect((await get('/queue/api/json', tree)).items).toEqual([
      {
        _class: 'hudson.model.Queue$BuildableItem',
        id: item.id,
        stuck: true,
        task: {
          _class: 'hudson.model.FreeStyleProject',
          name: 'fs-never-built',
          url: `${fake.url}/job/fs-never-built/`,
        },
        why: 'There are no nodes with the label ‘gpu’',
        buildableStartMilliseconds: clock.nowMs(),
      },
      expect.objectContaining({
        task: {
          _class: 'org.jenkinsci.plugins.workflow.support.steps.ExecutorStepExecution$PlaceholderTask',
          name: 'part of pipe-stages #7',
          url: 'job/pipe-stages/7/',
        },
      }),
    ]);
    expect(await askJson(fake, `/queue/api/json?tree=${tree}`, as('overall-bot'))).toMatchObject({ items: [] });
    const discovered = await askJson(
      fake,
      '/queue/api/json?tree=items[id],discoverableItems[task[name]]',
      as('discover-bot'),
    );
    expect(discovered).toMatchObject({ items: [], discoverableItems: [{ task: { name: 'fs-never-built' } }, {}] });
    world.leaveQueue(item, world.addBuild(job));
    await clock.advance(297_000);
    const left = await get(`/queue/item/${item.id}/api/json`, 'why,cancelled,executable[number]');
    expect(left).toMatchObject({
      _class: 'hudson.model.Queue$LeftItem',
      why: null,
      cancelled: false,
      executable: { number: 1 },
    });
    await clock.advance(8000);
    expect((await ask(fake, `/queue/item/${item.id}/api/json?tree=id`)).status).toBe(404);
    world.queue = [];
  });
});
