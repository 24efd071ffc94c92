import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { ask } from './ask.ts';
import { type RecordedController, startRecordedController } from './recorded-controller.ts';

let close: RecordedController['close'];
let fake: RecordedController['fake'];
let world: RecordedController['world'];
let get: RecordedController['get'];

beforeAll(async () => {
  ({ close, fake, world, get } = await startRecordedController());
});
afterAll(() => close());
beforeEach(() => {
  fake.stats.records.evict();
  fake.stats.reset();
});

const numbers = (builds: unknown) => (builds as { number: number }[]).map(({ number }) => number);

describe('what a build shows', () => {
  test('a freestyle build, letter by letter', async () => {
    const { text } = await ask(fake, '/job/fs-success/1/api/json');
    const start = `{"_class":"hudson.model.FreeStyleBuild","actions":[{"_class":"hudson.model.CauseAction","causes":[{"_class":"hudson.model.Cause$UserIdCause","shortDescription":"Started by user admin","userId":"admin","userName":"admin"}]},{"_class":"jenkins.metrics.impl.TimeInQueueAction","blockedDurationMillis":0,"blockedTimeMillis":0,"buildableDurationMillis":30,"buildableTimeMillis":30,"buildingDurationMillis":317,"executingTimeMillis":317,"executorUtilization":1.0,"subTaskCount":0,"waitingDurationMillis":14,"waitingTimeMillis":14},{},{"_class":"org.jenkinsci.plugins.displayurlapi.actions.RunDisplayAction"}],"artifacts":[],"building":false,"description":null,"displayName":"#1","duration":317,`;
    const end = `"executor":null,"fullDisplayName":"fs-success #1","id":"1","inProgress":false,"keepLog":false,"number":1,"queueId":1,"result":"SUCCESS","timestamp":1795350063513,"url":"${fake.url}/job/fs-success/1/","builtOn":"","changeSet":{"_class":"hudson.scm.EmptyChangeLogSet","items":[],"kind":null},"culprits":[]}`;
    expect(text.slice(0, start.length)).toBe(start);
    expect(text.slice(-end.length)).toBe(end);
  });

  test('a pipeline build has neighbours and change sets, and neither agent nor change set', async () => {
    const build = await get('/job/pipe-stages/2/api/json');
    expect(Object.keys(build).slice(-6)).toEqual([
      'url',
      'changeSets',
      'culprits',
      'inProgress',
      'nextBuild',
      'previousBuild',
    ]);
    expect(build.previousBuild).toEqual({ number: 1, url: `${fake.url}/job/pipe-stages/1/` });
    expect(build).not.toHaveProperty('builtOn');
    expect(build.actions).toHaveLength(13);
    const queueTimes = (build.actions as Record<string, unknown>[])[1];
    expect(queueTimes).toMatchObject({
      buildableDurationMillis: 0,
      buildableTimeMillis: 19,
      executorUtilization: 0.55,
    });
  });

  test('the oldest pipeline build has previousBuild null; a freestyle build has no such key', async () => {
    expect(await get('/job/pipe-stages/1/api/json', 'number,previousBuild[number]')).toMatchObject({
      previousBuild: null,
    });
    const freestyle = await get('/job/fs-many/100/api/json', 'number,previousBuild[number],nextBuild[number]');
    expect(freestyle).toEqual({ _class: 'hudson.model.FreeStyleBuild', number: 100 });
  });

  test('a chain leaves out deleted numbers and _class', async () => {
    world.addHistory(world.addJob('zz-chain', { kind: 'pipeline' }), 6, (number) => ({ startedAtMs: number }));
    world.deleteBuild(world.job('zz-chain'), 4);
    const chain = await get('/job/zz-chain/5/api/json', 'number,previousBuild[number,previousBuild[number]]');
    expect(chain).toEqual({
      _class: 'org.jenkinsci.plugins.workflow.job.WorkflowRun',
      number: 5,
      previousBuild: { number: 3, previousBuild: { number: 2 } },
    });
    world.remove(world.job('zz-chain'));
  });

  test('a matrix build lists its runs, those of earlier builds for cells that were left out', async () => {
    const { runs } = await get('/job/matrix-job/2/api/json', 'number,runs[number,url]');
    expect(runs).toEqual([
      { number: 1, url: `${fake.url}/job/matrix-job/OS=linux/1/` },
      { number: 2, url: `${fake.url}/job/matrix-job/OS=mac/2/` },
    ]);
    expect(await get('/job/matrix-job/OS=mac/2/api/json', 'fullDisplayName')).toMatchObject({
      fullDisplayName: 'matrix-job » mac #2',
    });
  });

  test('a record that cannot be read is left out of lists and 404 by number, its number stays allotted', async () => {
    const job = world.job('fs-rotated');
    job.builds.hide(5);
    expect(await get('/job/fs-rotated/api/json', 'builds[number],nextBuildNumber')).toMatchObject({
      builds: [{ number: 6 }, { number: 4 }],
      nextBuildNumber: 7,
    });
    expect((await ask(fake, '/job/fs-rotated/5/api/json?tree=number')).status).toBe(404);
    job.builds.show(5);
    expect((await ask(fake, '/job/fs-rotated/5/api/json?tree=number')).status).toBe(200);
  });

  test('a password parameter exports no value', async () => {
    const parameters = [
      { type: 'boolean', name: 'B', value: false },
      { type: 'password', name: 'P', value: 'hunter2' },
    ] as const;
    const build = world.addBuild(world.addJob('zz-parameters'), { parameters });
    const { actions } = await get(`/job/zz-parameters/${build.number}/api/json`, 'actions[parameters[name,value]]');
    expect(actions).toContainEqual({
      _class: 'hudson.model.ParametersAction',
      parameters: [
        { _class: 'hudson.model.BooleanParameterValue', name: 'B', value: false },
        { _class: 'hudson.model.PasswordParameterValue', name: 'P' },
      ],
    });
    world.remove(world.job('zz-parameters'));
  });
});

describe('lists and what they cost', () => {
  test('builds is the newest hundred, whatever the range says, and loads 102 records', async () => {
    const { builds } = await get('/job/fs-many/api/json', 'builds[number]{0,200}');
    expect(numbers(builds)).toHaveLength(100);
    expect(numbers(builds)[0]).toBe(130);
    expect(fake.stats.loads).toEqual({ cold: 102, warm: 0 });
    await get('/job/fs-many/api/json', 'builds[number]{0,1}');
    expect(fake.stats.loads).toEqual({ cold: 102, warm: 102 });
    expect((await get('/job/fs-many/api/json', 'builds[number]{100,200}')).builds).toEqual([]);
  });

  test('allBuilds loads every record, whatever the range says', async () => {
    const { allBuilds } = await get('/job/fs-many/api/json', 'allBuilds[number]{100,200}');
    expect(numbers(allBuilds)).toEqual(
      Array.from({ length: 28 }, (_, index) => 28 - index).filter((number) => number !== 5),
    );
    expect(fake.stats.loads.cold).toBe(127);
    expect((await get('/job/fs-many/api/json', 'allBuilds[number]{500,600}')).allBuilds).toEqual([]);
  });

  test.each([
    ['/api/json', 'jobs[name,nextBuildNumber,disabled,jobs[name,nextBuildNumber,disabled]]', 0],
    ['/job/fs-many/api/json', 'nextBuildNumber', 0],
    ['/job/fs-many/api/json', 'nextBuildNumber,firstBuild[number],lastBuild[number]', 2],
    ['/job/pipe-stages/api/json', 'lastBuild[number,previousBuild[number,previousBuild[number]]]', 3],
    ['/job/pipe-stages/7/api/json', 'number,previousBuild[number]', 2],
    ['/job/pipe-stages/3/api/json', 'number,result', 1],
    ['/job/matrix-job/api/json', 'name,nextBuildNumber,activeConfigurations[name,nextBuildNumber]', 0],
    ['/computer/api/json', 'computer[displayName]', 0],
  ])('%s?tree=%s loads %i records', async (path, tree, loads) => {
    await get(path, tree);
    expect(fake.stats.loads.cold + fake.stats.loads.warm).toBe(loads);
  });

  test('color loads the newest build of every job, a slice of lastBuild too', async () => {
    await get('/api/json', 'jobs[name,color]');
    const built = [...world.root.children.values()].filter(
      (item) => item.type === 'job' && item.builds.size > 0,
    ).length;
    expect(fake.stats.loads.cold).toBe(built);
    fake.stats.records.evict();
    fake.stats.reset();
    const { jobs } = await get('/api/json', 'jobs[name,lastBuild[number]]{0,200}');
    expect(fake.stats.loads.cold).toBe(built);
    const named = (name: string) => (jobs as Record<string, unknown>[]).find((job) => job.name === name);
    expect(named('fs-never-built')).toMatchObject({ lastBuild: null });
    expect(named('team-a')).not.toHaveProperty('lastBuild');
  });

  test('a job without tree costs the newest 102 and the first', async () => {
    await get('/job/fs-many/api/json');
    expect(fake.stats.loads.cold).toBe(103);
    expect(fake.stats.rude.map(({ rudeness }) => rudeness)).toEqual([['no tree']]);
  });

  test('a rotated job begins where retention ended', async () => {
    expect(await get('/job/fs-rotated/api/json', 'builds[number],firstBuild[number],nextBuildNumber')).toMatchObject({
      builds: [{ number: 6 }, { number: 5 }, { number: 4 }],
      firstBuild: { number: 4 },
      nextBuildNumber: 7,
    });
  });
});
