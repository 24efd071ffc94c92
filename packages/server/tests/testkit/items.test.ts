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

describe('items and their keys', () => {
  test('heads: containers have jobs and no number, jobs have numbers and no jobs', async () => {
    const { jobs } = await get(
      '/api/json',
      'jobs[name,nextBuildNumber,disabled,jobs[name,nextBuildNumber,disabled,jobs[name]]]',
    );
    const keys = (name: string) =>
      Object.keys((jobs as Record<string, object>[]).find((job) => (job as { name?: string }).name === name) ?? {});
    expect(keys('multi')).toEqual(['_class', 'name', 'jobs']);
    expect(keys('empty-folder')).toEqual(['_class', 'name', 'jobs']);
    expect(keys('fs-many')).toEqual(['_class', 'name', 'nextBuildNumber', 'disabled']);
    expect(keys('pipe-stages')).toEqual(['_class', 'name', 'nextBuildNumber', 'disabled']);
    expect(keys('matrix-job')).toEqual(['_class', 'name', 'nextBuildNumber', 'disabled']);
  });

  test('order is by name, whatever the case of its letters', async () => {
    const { jobs } = await get('/api/json', 'jobs[name]');
    const names = (jobs as { name: string }[]).map(({ name }) => name.toLowerCase());
    expect(names).toEqual([...names].sort());
  });

  test('a branch is stored encoded, shown decoded, and found by both', async () => {
    const twice = await get('/job/multi/job/feature%252Flogin/api/json', 'name,fullName,displayName,url');
    expect(twice).toMatchObject({
      name: 'feature%2Flogin',
      fullName: 'multi/feature%2Flogin',
      displayName: 'feature/login',
    });
    expect(twice.url).toBe(`${fake.url}/job/multi/job/feature%252Flogin/`);
    const once = await get('/job/multi/job/feature%2Flogin/api/json', 'name,url');
    expect(once).toMatchObject({ name: 'feature%2Flogin', url: `${fake.url}/job/multi/job/feature%2Flogin/` });
    expect((await ask(fake, '/job/team-a%2Fbackend/api/json')).status).toBe(404);
  });

  test('what is known of branches and pull requests', async () => {
    const { jobs } = await get(
      '/job/multi/api/json',
      'jobs[name,buildable,disabled,actions[objectUrl,contributor],property[branch[head[name]]]]',
    );
    const branch = (name: string) => (jobs as Record<string, unknown>[]).find((job) => job.name === name);
    expect(branch('PR-7')?.actions).toContainEqual({
      _class: 'jenkins.scm.api.metadata.ObjectMetadataAction',
      objectUrl: 'https://git.example/demo/pull/7',
    });
    expect(branch('main')?.actions).toContainEqual({
      _class: 'jenkins.scm.api.metadata.PrimaryInstanceMetadataAction',
    });
    expect(branch('release%2F1.0')).toMatchObject({
      buildable: false,
      disabled: true,
      property: [{ branch: { _class: 'jenkins.branch.Branch$Dead' } }],
    });
  });

  test('names with spaces, signs and other scripts', async () => {
    expect(await get('/job/fs%20with%20spaces/api/json', 'name')).toMatchObject({ name: 'fs with spaces' });
    expect((await ask(fake, '/job/fs+with+spaces/api/json')).status).toBe(404);
    expect(await get('/job/b%C3%BCcher-%E6%97%A5%E6%9C%AC%E8%AA%9E%20%E2%9C%93/api/json', 'name')).toMatchObject({
      name: 'bücher-日本語 ✓',
    });
    // The encoding of the request is echoed below the item that it asks for.
    expect(await get('/job/a%2Bb%3Dc%2Cd%20(x)~1/api/json', 'url')).toMatchObject({
      url: `${fake.url}/job/a%2Bb%3Dc%2Cd%20(x)~1/`,
    });
    expect(await get('/job/FS-SUCCESS/api/json', 'name')).toMatchObject({ name: 'fs-success' });
  });

  test('renamed, moved, deleted and created again', async () => {
    const job = world.addJob('zz-old', { kind: 'pipeline' });
    const { queueId } = world.addBuild(job);
    world.rename(job, 'zz-new');
    expect((await ask(fake, '/job/zz-old/api/json?tree=name')).status).toBe(404);
    expect(await get('/job/zz-new/1/api/json', 'queueId')).toMatchObject({ queueId });
    world.move(job, world.folder('team-a'));
    expect(await get('/job/team-a/job/zz-new/1/api/json', 'queueId')).toMatchObject({ queueId });
    world.recreate(job);
    expect(await get('/job/team-a/job/zz-new/api/json', 'nextBuildNumber,lastBuild[number]')).toMatchObject({
      nextBuildNumber: 1,
      lastBuild: null,
    });
    world.remove(world.item('team-a/zz-new'));
  });

  test('url fields use the configured root, which need not be ours', async () => {
    const other = await startFakeJenkins({ world, rootUrl: 'https://ci.example.com/jenkins/', prefix: '/jenkins' });
    const { url, jobs } = await askJson<{ url: string; jobs: { url: string }[] }>(
      other,
      '/api/json?tree=url,jobs[url]{0,1}',
    );
    expect([url, jobs[0]?.url]).toEqual([
      'https://ci.example.com/jenkins/',
      'https://ci.example.com/jenkins/job/a+b=c,d%20(x)%7E1/',
    ]);
    await other.close();
  });
});
