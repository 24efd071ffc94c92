import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ask } from './ask.ts';
import { type RecordedController, startRecordedController } from './recorded-controller.ts';

let close: RecordedController['close'];
let fake: RecordedController['fake'];
let get: RecordedController['get'];

beforeAll(async () => {
  ({ close, fake, get } = await startRecordedController());
});
afterAll(() => close());

describe('the tree grammar', () => {
  test.each([
    ['jobs[name]{,2}', 2],
    ['jobs[name]{0,3}', 3],
    ['jobs[name]{5}', 1],
    ['jobs[name]{5,5}', 0],
  ])('%s gives %i items', async (tree, count) => {
    expect((await get('/api/json', tree)).jobs).toHaveLength(count);
  });

  test.each([
    '',
    'jobs[name',
    'jobs[name]]',
    'jobs[name]{3,1}',
    'jobs[name]{-1,2}',
    'jobs[name]{a,b}',
    'jobs[name]{900,999}',
  ])('"%s" is a 500 with a page of Jenkins', async (tree) => {
    const { status, headers, text } = await ask(fake, `/api/json?tree=${tree}`);
    expect([status, headers['content-type'], headers['x-jenkins']]).toEqual([
      500,
      'text/html;charset=utf-8',
      '2.516.2',
    ]);
    expect(text).toContain('Oops!');
  });

  test('a start at the size of a real list is empty, and an end beyond it is fine', async () => {
    const size = ((await get('/api/json', 'jobs[name]')).jobs as unknown[]).length;
    expect((await get('/api/json', `jobs[name]{${size},${size + 9}}`)).jobs).toEqual([]);
    expect((await get('/api/json', 'jobs[name]{0,9999}')).jobs).toHaveLength(size);
  });

  test('unknown names are ignored, a name given twice is replaced, encoded brackets are the same', async () => {
    expect(await get('/api/json', 'nosuchfield[x],mode')).toEqual({ _class: 'hudson.model.Hudson', mode: 'NORMAL' });
    const twice = await get('/job/fs-success/1/api/json', 'actions[causes[userId]],actions[failCount]');
    expect(twice.actions).toContainEqual({ _class: 'hudson.model.CauseAction' });
    const encoded = await get('/api/json', encodeURIComponent('jobs[name]{0,1}'));
    expect(encoded).toEqual(await get('/api/json', 'jobs[name]{0,1}'));
  });

  test('* is every property of its level and no deeper', async () => {
    const build = await get('/job/fs-success/1/api/json', '*');
    expect(build.actions).toEqual([
      { _class: 'hudson.model.CauseAction' },
      { _class: 'jenkins.metrics.impl.TimeInQueueAction' },
      {},
      { _class: 'org.jenkinsci.plugins.displayurlapi.actions.RunDisplayAction' },
    ]);
    expect(build.fingerprint).toEqual([]);
  });

  test('the tree may come in a form, without a crumb', async () => {
    const answer = await ask(fake, '/api/json', { method: 'POST', form: { tree: 'mode' } });
    expect([answer.status, answer.text]).toEqual([200, '{"_class":"hudson.model.Hudson","mode":"NORMAL"}']);
  });

  test('without tree the depth decides, and tree wins over depth', async () => {
    expect(await get('/job/fs-success/1/api/json')).not.toHaveProperty('fingerprint');
    expect(await get('/job/fs-success/1/api/json?depth=2')).toHaveProperty('fingerprint');
    expect(await get('/api/json?depth=2&tree=mode')).toEqual({ _class: 'hudson.model.Hudson', mode: 'NORMAL' });
  });
});
