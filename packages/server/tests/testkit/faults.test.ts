import { request } from 'node:http';
import { connect } from 'node:net';
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { ciBot } from '../../testkit/fake-jenkins/access.ts';
import type { Fault } from '../../testkit/fake-jenkins/faults/exchange.ts';
import * as faults from '../../testkit/fake-jenkins/faults/faults.ts';
import { ask, askJson, basic } from './ask.ts';
import { type RecordedController, startRecordedController } from './recorded-controller.ts';

let close: RecordedController['close'];
let fake: RecordedController['fake'];

beforeAll(async () => {
  ({ close, fake } = await startRecordedController());
});
afterAll(() => close());
beforeEach(() => {
  fake.faults.clear();
  fake.stats.reset();
});

const heads = '/api/json?tree=jobs[name,nextBuildNumber]';
const once = (fault: Fault) => fake.faults.add(fault, { times: 1 });

/** Opens a request and hands over what has come after the first bytes, without waiting for its end. */
function firstBytes(path: string): Promise<{ status: number; hangUp: () => void }> {
  return new Promise((resolve, reject) => {
    const authorization = basic(`${ciBot.name}:${ciBot.token}`);
    const sent = request({ port: fake.port, path, headers: { authorization }, agent: false }, (answer) => {
      answer.once('data', () => resolve({ status: answer.statusCode ?? 0, hangUp: () => sent.destroy() }));
      answer.on('error', () => undefined);
    });
    sent.on('error', reject);
    sent.end();
  });
}

describe('faults strike', () => {
  test('as often as asked, and only the requests that match', async () => {
    const active = fake.faults.add(faults.status(502), { match: /^\/queue/, times: 2 });
    expect((await ask(fake, heads)).status).toBe(200);
    const statuses = [];
    for (let count = 0; count < 3; count++) statuses.push((await ask(fake, '/queue/api/json?tree=items[id]')).status);
    expect([statuses, active.hits]).toEqual([[502, 502, 200], 2]);
  });

  test('by kind of request, after some that went well, until they are taken away', async () => {
    const active = fake.faults.add(faults.oops, { match: 'heads', after: 1 });
    expect((await ask(fake, heads)).status).toBe(200);
    expect((await ask(fake, heads)).status).toBe(500);
    expect((await ask(fake, '/whoAmI/api/json?tree=name')).status).toBe(200);
    active.remove();
    expect((await ask(fake, heads)).status).toBe(200);
  });

  test('before the answer is made: nothing is loaded for it', async () => {
    once(faults.starting);
    await ask(fake, '/job/fs-many/api/json?tree=builds[number]');
    expect(fake.stats.loads.cold).toBe(0);
  });
});

describe('answers of something else', () => {
  test.each([
    [
      '429',
      faults.status(429, { retryAfter: '7' }),
      { status: 429, retryAfter: '7', location: undefined, text: 'HTTP ERROR 429' },
    ],
    [
      'start-up page',
      faults.starting,
      { status: 503, retryAfter: undefined, location: undefined, text: 'getting ready to work' },
    ],
    [
      'revoked token',
      faults.revokedToken,
      { status: 401, retryAfter: undefined, location: undefined, text: 'Unauthorized' },
    ],
    [
      'lost credentials',
      faults.lostCredentials,
      { status: 403, retryAfter: undefined, location: undefined, text: 'Authentication required' },
    ],
    [
      'login form',
      faults.loginForm,
      { status: 200, retryAfter: undefined, location: undefined, text: 'j_spring_security_check' },
    ],
    [
      'other web server',
      faults.otherWebServer,
      { status: 200, retryAfter: undefined, location: undefined, text: 'nginx' },
    ],
    ['redirect loop', faults.redirectLoop, { status: 302, retryAfter: undefined, location: heads, text: '' }],
    [
      'other origin',
      faults.redirect('https://sso.example/'),
      { status: 302, retryAfter: undefined, location: 'https://sso.example/', text: '' },
    ],
  ])('%s', async (_name, fault, expected) => {
    once(fault);
    const { status, headers, text } = await ask(fake, heads);
    expect({ status, retryAfter: headers['retry-after'], location: headers.location }).toEqual({
      status: expected.status,
      retryAfter: expected.retryAfter,
      location: expected.location,
    });
    expect(text).toContain(expected.text);
  });

  test('single sign-on sends to its login', async () => {
    once(faults.loginRedirect);
    expect((await ask(fake, heads)).headers.location).toContain('/securityRealm/commenceLogin');
  });
});

describe('broken connections', () => {
  test.each([
    ['reset', faults.connectionReset, 'ECONNRESET'],
    ['cut in the middle of the body', faults.cutBody(), 'ECONNRESET'],
    ['fewer bytes than announced', faults.wrongLength(100), 'ECONNRESET'],
  ])('%s', async (_name, fault, code) => {
    once(fault);
    await expect(ask(fake, heads)).rejects.toMatchObject({ code });
  });

  test('more bytes than announced are left over on the connection', async () => {
    once(faults.wrongLength(-10));
    await expect(ask(fake, heads)).rejects.toThrow('Parse Error');
  });

  test('silence ends when the client hangs up', async () => {
    once(faults.silent);
    const socket = connect(fake.port, '127.0.0.1');
    socket.write(`GET ${heads} HTTP/1.1\r\nHost: x\r\n\r\n`);
    await expect.poll(() => fake.stats.inFlight).toBe(1);
    socket.destroy();
    await expect.poll(() => fake.stats.inFlight).toBe(0);
    expect(fake.stats.requests.at(-1)?.status).toBe(0);
  });

  test.each([
    ['endless', faults.endlessBody()],
    ['byte by byte', faults.slowBytes(50)],
  ])('a body that goes on (%s) ends when the client hangs up', async (_name, fault) => {
    once(fault);
    const { status, hangUp } = await firstBytes(heads);
    expect(status).toBe(200);
    hangUp();
    await expect.poll(() => fake.stats.inFlight).toBe(0);
  });

  test('a log as large as wanted', async () => {
    once(faults.endlessBody(5_000_000));
    const { text, headers } = await ask(fake, '/job/fs-failing/1/consoleText');
    expect([headers['content-type'], text.length > 5_000_000]).toEqual(['text/plain;charset=utf-8', true]);
  });

  test('a small answer that becomes large, and one that only says gzip', async () => {
    once(faults.gzipBomb(50_000_000));
    const bomb = await ask(fake, heads, { headers: { 'accept-encoding': 'gzip' } });
    expect(bomb.body.length).toBeLessThan(100_000);
    expect(gunzipSync(bomb.body).length).toBe(50_000_000);
    once(faults.brokenGzip);
    const broken = await ask(fake, heads, { headers: { 'accept-encoding': 'gzip' } });
    expect(() => gunzipSync(broken.body)).toThrow();
  });
});

describe('wrong contents', () => {
  const job = '/job/fs-many/130/api/json?tree=number,result,building,timestamp,actions[causes[userId]]';

  test('a truncated 200', async () => {
    once(faults.truncated());
    const { status, text } = await ask(fake, job);
    expect(status).toBe(200);
    expect(() => JSON.parse(text)).toThrow(SyntaxError);
  });

  test('wrong types, nulls, missing and foreign members', async () => {
    once(faults.wrongTypes);
    expect(await askJson(fake, job)).toMatchObject({ number: '130', result: 7, building: 0 });
    once(faults.allNull);
    expect(await askJson(fake, job)).toMatchObject({ number: null, result: null });
    once(faults.memberBecomes('number', undefined));
    expect(await askJson(fake, job)).not.toHaveProperty('number');
    once(faults.prototypeNames);
    const { text } = await ask(fake, job);
    expect(text).toMatch(/^\{"__proto__":\{"isPoisoned":true\},/);
    expect(JSON.parse(text)).toHaveProperty('number', 130);
  });

  test.each(['NaN', '9007199254740993', '1e999'])('numbers are %s', async (number) => {
    once(faults.numbersAre(number));
    expect((await ask(fake, job)).text).toContain(`"timestamp":${number}`);
  });

  test('nesting deeper than anybody should follow', async () => {
    once(faults.deepNesting(20_000));
    expect((await ask(fake, heads)).text.split('"jobs":[').length).toBe(20_001);
  });
});

describe('the meter', () => {
  test('counts requests by kind and status, bytes plain and sent, and how many were under way at once', async () => {
    fake.faults.add(faults.latency(30));
    await Promise.all([
      ask(fake, heads),
      ask(fake, heads),
      ask(fake, '/computer/api/json?tree=computer[displayName]', { headers: { 'accept-encoding': 'gzip' } }),
    ]);
    const { stats } = fake;
    expect([stats.total, stats.count('heads'), stats.count('computer'), stats.byStatus.get(200)]).toEqual([3, 2, 1, 3]);
    expect([stats.mostInFlight, stats.mostPerSecond]).toEqual([3, 3]);
    expect(stats.sentBytes).toBeLessThan(stats.plainBytes);
    stats.reset();
    expect([stats.total, stats.count('heads'), stats.mostInFlight]).toEqual([0, 0, 0]);
  });

  test('remembers who was rude', async () => {
    for (const query of ['depth=1', 'tree=jobs[name]', 'tree=actions[*]', 'tree=culprits[fullName],mode'])
      await ask(fake, `/api/json?${query}`);
    expect(fake.stats.rude.map(({ rudeness }) => rudeness)).toEqual([
      ['no tree', 'depth'],
      ['actions[*]'],
      ['culprits'],
    ]);
  });
});
