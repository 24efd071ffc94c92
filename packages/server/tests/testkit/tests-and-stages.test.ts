import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startFakeJenkins } from '../../testkit/fake-jenkins/start-fake-jenkins.ts';
import { ask, askJson } from './ask.ts';
import { type RecordedController, startRecordedController } from './recorded-controller.ts';

let close: RecordedController['close'];
let fake: RecordedController['fake'];
let world: RecordedController['world'];
let get: RecordedController['get'];

beforeAll(async () => {
  ({ close, fake, world, get } = await startRecordedController());
});
afterAll(() => close());

describe('tests and stages', () => {
  test('counts come with the build, total only there; the report repeats the output of its suite', async () => {
    const { actions } = await get('/job/pipe-junit/1/api/json', 'actions[failCount,skipCount,totalCount,urlName]');
    expect(actions).toContainEqual({
      _class: 'hudson.tasks.junit.TestResultAction',
      failCount: 1,
      skipCount: 1,
      totalCount: 3,
      urlName: 'testReport',
    });
    const report = await get(
      '/job/pipe-junit/1/testReport/api/json',
      'failCount,passCount,skipCount,totalCount,suites[name,enclosingBlockNames,cases[name,status,age,stdout]]',
    );
    expect(report).toEqual({
      _class: 'hudson.tasks.junit.TestResult',
      failCount: 1,
      passCount: 1,
      skipCount: 1,
      suites: [
        {
          cases: [
            { age: 0, name: 'adds', status: 'PASSED', stdout: 'suite stdout line' },
            { age: 3, name: 'skippedOne', status: 'SKIPPED', stdout: 'suite stdout line' },
            { age: 1, name: 'alwaysFails', status: 'FAILED', stdout: 'suite stdout line' },
          ],
          enclosingBlockNames: ['Unit'],
          name: 'com.acme.CalcTest',
        },
      ],
    });
    const { text } = await ask(
      fake,
      '/job/pipe-junit/1/testReport/api/json?tree=duration,suites[cases[duration]{1,2}]',
    );
    expect(text).toBe(
      '{"_class":"hudson.tasks.junit.TestResult","duration":0.212,"suites":[{"cases":[{"duration":0.0}]}]}',
    );
    expect((await ask(fake, '/job/pipe-junit/1/testReport/api/json?tree=suites[name]{5,9}')).status).toBe(500);
  });

  test('Graph View nests, Stage View is flat and leaves branches out', async () => {
    const { headers, text } = await ask(fake, '/job/pipe-stages/3/pipeline-overview/tree');
    expect([headers['x-jenkins'], headers['cache-control']]).toEqual([undefined, 'private, immutable, max-age=86400']);
    const { data } = JSON.parse(text) as {
      data: { complete: boolean; stages: { name: string; children: { name: string; type: string }[] }[] };
    };
    expect(data.complete).toBe(true);
    expect(data.stages.map(({ name }) => name)).toEqual(['Checkout', 'Test', 'Flaky deploy', 'Smoke']);
    expect(data.stages[1]?.children.map(({ name, type }) => [name, type])).toEqual([
      ['unit', 'PARALLEL'],
      ['integration', 'PARALLEL'],
      ['lint', 'PARALLEL'],
    ]);
    const flat = await askJson<{ status: string; stages: { name: string; status: string }[] }>(
      fake,
      '/job/pipe-stages/3/wfapi/describe',
    );
    expect(flat.status).toBe('FAILED');
    expect(flat.stages.map(({ name, status }) => [name, status])).toEqual([
      ['Checkout', 'SUCCESS'],
      ['Test', 'SUCCESS'],
      ['Unit', 'SUCCESS'],
      ['Integration', 'SUCCESS'],
      ['Flaky deploy', 'FAILED'],
      // Never reached, and yet:
      ['Smoke', 'FAILED'],
    ]);
  });

  test('a build without stages has a placeholder, one that did not compile stays incomplete', async () => {
    const stages = async (job: string) =>
      (await askJson<{ data: unknown }>(fake, `/job/${job}/1/pipeline-overview/tree`)).data;
    expect(await stages('pipe-no-stages')).toMatchObject({
      complete: true,
      stages: [{ name: 'System Generated', type: 'PIPELINE_START', synthetic: true, placeholder: true }],
    });
    expect(await stages('pipe-syntax-error')).toEqual({ complete: false, stages: [] });
    expect(await askJson(fake, '/job/pipe-syntax-error/1/wfapi/describe')).toMatchObject({
      status: 'NOT_EXECUTED',
      stages: [],
    });
  });

  test('which plugins there are is a choice', async () => {
    const later = await startFakeJenkins({ world, stageSources: ['stages', 'blue-ocean'] });
    const status = async (path: string) => (await ask(later, path)).status;
    expect(await status('/job/pipe-stages/3/stages/tree')).toBe(200);
    expect(await status('/job/pipe-stages/3/pipeline-overview/tree')).toBe(404);
    expect(await status('/job/pipe-stages/3/wfapi/describe')).toBe(404);
    const nodes = await askJson<{ displayName: string; firstParent: string | null }[]>(
      later,
      '/blue/rest/organizations/jenkins/pipelines/pipe-stages/runs/3/nodes/?limit=3',
    );
    expect(nodes.map(({ displayName, firstParent }) => [displayName, firstParent])).toEqual([
      ['Checkout', null],
      ['Test', null],
      ['unit', '17'],
    ]);
    await later.close();
  });
});
