import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { startFakeJenkins } from '../../testkit/fake-jenkins/start-fake-jenkins.ts';
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

describe('http', () => {
  test('API answers carry version and session, no caching headers and no cookie', async () => {
    const { headers } = await ask(fake, '/api/json?tree=mode');
    expect(headers).toMatchObject({
      'x-jenkins': '2.516.2',
      'x-jenkins-session': fake.session,
      'content-type': 'application/json;charset=utf-8',
      vary: 'Accept-Encoding',
    });
    for (const absent of ['etag', 'last-modified', 'set-cookie', 'cache-control'])
      expect(headers).not.toHaveProperty(absent);
  });

  test('gzip for whoever accepts it, whatever the size', async () => {
    const { headers, body } = await ask(fake, '/api/json?tree=mode', { headers: { 'accept-encoding': 'gzip' } });
    expect(headers['content-encoding']).toBe('gzip');
    expect(gunzipSync(body).toString()).toBe('{"_class":"hudson.model.Hudson","mode":"NORMAL"}');
    expect(
      (await ask(fake, '/api/json?tree=mode', { headers: { 'accept-encoding': 'br' } })).headers,
    ).not.toHaveProperty('content-encoding');
  });

  test('request line and headers have their limits', async () => {
    const address = (letters: number) => `/api/json?tree=mode&x=${'a'.repeat(letters)}`;
    expect((await ask(fake, address(9000))).status).toBe(414);
    const tooMuch = await ask(fake, address(8090));
    expect([tooMuch.status, tooMuch.headers.connection, tooMuch.headers['x-jenkins']]).toEqual([
      431,
      'close',
      undefined,
    ]);
    expect((await ask(fake, address(7900))).status).toBe(200);
  });

  test('a missing slash is added by a redirect that names the path alone', async () => {
    const { status, headers } = await ask(fake, '/job/fs-success');
    expect([status, headers.location]).toEqual([302, '/job/fs-success/']);
    for (const path of ['/api/json/?tree=mode', '//api/json?tree=mode'])
      expect((await ask(fake, path)).status).toBe(200);
  });

  test('a wrong context path is a page of Jetty', async () => {
    const prefixed = await startFakeJenkins({ world, prefix: '/jenkins' });
    const { status, headers, text } = await ask(
      { ...prefixed, url: `http://127.0.0.1:${prefixed.port}` },
      '/whoAmI/api/json',
    );
    expect([status, headers['x-jenkins'], text.includes('Powered by Jetty')]).toEqual([404, undefined, true]);
    expect((await ask(prefixed, '/whoAmI/api/json')).status).toBe(200);
    await prefixed.close();
  });

  test('a 404 of Jenkins is large, one behind a readable build is short', async () => {
    expect((await ask(fake, '/job/fs-many/50/api/json')).body.length).toBeGreaterThan(19_000);
    for (const path of [
      '/job/fs-success/1/wfapi/describe',
      '/job/fs-success/1/testReport/api/json',
      '/job/pipe-stages/3/stages/tree',
    ]) {
      const { status, body, headers } = await ask(fake, path);
      expect([status, headers['x-jenkins']]).toEqual([404, undefined]);
      expect(body.length).toBeLessThan(300);
    }
  });

  test('a restart changes the session and empties the memory', async () => {
    await get('/job/fs-success/api/json', 'lastBuild[number]');
    const before = fake.session;
    fake.restart();
    const { headers } = await ask(fake, '/job/fs-success/api/json?tree=lastBuild[number]');
    expect(headers['x-jenkins-session']).not.toBe(before);
    expect(fake.stats.loads).toEqual({ cold: 2, warm: 0 });
  });
});
