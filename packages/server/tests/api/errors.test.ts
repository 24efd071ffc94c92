import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { problemSchema, type Route, type RouteName, routes } from '@buildbutler/contract';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { answerMalformedHttp } from '../../src/api/send-problem.ts';
import { startTestApp, type TestApp } from '../../testkit/start-test-app.ts';

let house: TestApp;
let token: string;

beforeAll(async () => {
  house = await startTestApp();
  token = await house.createToken(['admin']);
});
afterAll(() => house.stop());

function send(path: string, init: RequestInit = {}): Promise<Response> {
  return fetch(house.url + path, { ...init, headers: { authorization: `Bearer ${token}`, ...init.headers } });
}

/** The one shape, with an id that the log would name, and nothing of how the server is made. */
async function expectProblem(answer: Response, status: number, code: string) {
  const text = await answer.text();
  expect(answer.status, text).toBe(status);
  expect(answer.headers.get('content-type')).toBe('application/problem+json; charset=utf-8');
  const problem = problemSchema.strict().parse(JSON.parse(text));
  expect(problem).toMatchObject({ status, code });
  expect(problem.requestId).toMatch(/^[0-9a-f-]{36}$/);
  expect(answer.headers.get('x-request-id')).toBe(problem.requestId);
  expect(text).not.toMatch(/node_modules|\bat .*:\d+|packages\/|FST_|SQLITE/);
  return problem;
}

const json = { 'content-type': 'application/json' };
const connections = '/api/v1/connections';

describe('one error shape', () => {
  test('an unknown path, with any method', async () => {
    for (const method of ['GET', 'POST', 'PUT', 'DELETE', 'PATCH', 'OPTIONS']) {
      await expectProblem(await send('/api/v1/nothing', { method }), 404, 'not_found');
    }
  });

  test('a known path with another method', async () => {
    await expectProblem(await send('/api/v1/builds', { method: 'DELETE' }), 404, 'not_found');
  });

  test('an unknown path of the API is no page, whatever a browser accepts', async () => {
    await expectProblem(await send('/api/v1/nothing', { headers: { accept: 'text/html' } }), 404, 'not_found');
  });

  test('JSON that is none', async () => {
    for (const body of ['{', '{"name":', 'name=x', '\u0000', "{'name':1}"]) {
      await expectProblem(await send(connections, { method: 'POST', headers: json, body }), 400, 'bad_request');
    }
  });

  test('a body that is not UTF-8', async () => {
    const body = Buffer.from([0x22, 0xff, 0xfe, 0x22]);
    await expectProblem(await send(connections, { method: 'POST', headers: json, body }), 400, 'bad_request');
  });

  test('another content type, a compressed body, no body', async () => {
    for (const type of ['text/plain', 'application/xml', 'multipart/form-data; boundary=x', 'nonsense']) {
      const answer = await send(connections, { method: 'POST', headers: { 'content-type': type }, body: '{}' });
      await expectProblem(answer, 400, 'bad_request');
    }
    const compressed = await send(connections, {
      method: 'POST',
      headers: { ...json, 'content-encoding': 'gzip' },
      body: '{}',
    });
    await expectProblem(compressed, 400, 'bad_request');
    await expectProblem(await send(connections, { method: 'POST' }), 400, 'bad_request');
  });

  test('a body beyond 1 MB', async () => {
    const body = JSON.stringify({ name: 'x'.repeat(1_100_000) });
    await expectProblem(await send(connections, { method: 'POST', headers: json, body }), 413, 'payload_too_large');
  });

  test('escape sequences that are none', async () => {
    for (const path of ['/api/v1/jobs/%', '/api/v1/jobs/%zz', '/api/v1/builds/%ff%fe']) {
      await expectProblem(await send(path), 400, 'bad_request');
    }
  });

  test('every faulty field is named', async () => {
    const body = JSON.stringify({ name: '', url: 'ftp://x', username: 'a:b', token: 'x', historyDays: 0, extra: 1 });
    const answer = await send(connections, { method: 'POST', headers: json, body });
    const problem = await expectProblem(answer, 400, 'bad_request');
    expect(problem.errors?.map(({ path }) => path).sort()).toEqual([
      'body',
      'body.historyDays',
      'body.name',
      'body.url',
      'body.username',
    ]);
  });

  test('a parameter out of range', async () => {
    const problem = await expectProblem(await send('/api/v1/jobs?per_page=101'), 400, 'bad_request');
    expect(problem.errors?.[0]?.path).toBe('query.per_page');
  });

  test('more days than anybody can look at', async () => {
    const ask = (until: string) =>
      send(`/api/v1/analytics/metrics?group_by=day&range=1970-01-01T00:00:00Z..${until}T00:00:00Z`);
    const problem = await expectProblem(await ask('1990-01-01'), 400, 'bad_request');
    expect(problem.errors?.[0]?.path).toBe('query.range');
    expect((await ask('1980-01-01')).status).toBe(200);
  });

  test('bytes that are not HTTP', async () => {
    const text = await new Promise<string>((resolve, reject) => {
      const { hostname, port } = new URL(house.url);
      let received = '';
      const socket = connect(Number(port), hostname, () => socket.write('NONSENSE\r\n\r\n'));
      socket.on('data', (chunk) => {
        received += chunk;
      });
      socket.on('end', () => resolve(received));
      socket.on('error', reject);
    });
    const [head = '', body = ''] = text.split('\r\n\r\n');
    expect(head).toMatch(/^HTTP\/1\.1 400 /);
    expect(problemSchema.parse(JSON.parse(body)).code).toBe('bad_request');
  });

  test('who sends no HTTP is let go, even one who says no more and never closes', async () => {
    const server = createServer({ allowHalfOpen: true }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    const silent = connect({ port, host: '127.0.0.1', allowHalfOpen: true }).resume();
    const [socket] = (await once(server, 'connection')) as [Socket];
    answerMalformedHttp(Object.assign(new Error('parse error'), { code: 'HPE_INVALID_METHOD' }), socket);
    await once(socket, 'close');
    silent.destroy();
    server.close();
  });

  test('answers from before the hooks forbid browsers as much as the others', async () => {
    for (const path of ['/api/v1/jobs/%zz', `/api/v1/jobs/${'x'.repeat(400)}`]) {
      const { headers } = await send(path);
      expect(headers.get('content-security-policy')).toContain("default-src 'none'");
      expect(headers.get('x-content-type-options')).toBe('nosniff');
      expect(headers.get('referrer-policy')).toBe('no-referrer');
      expect(headers.get('x-frame-options')).toBe('DENY');
    }
  });

  test('a refused caller learns how to get in', async () => {
    const answer = await fetch(`${house.url}/api/v1/jobs`);
    expect(answer.headers.get('www-authenticate')).toBe('Bearer realm="BuildButler"');
    await expectProblem(answer, 401, 'unauthorized');
    for (const authorization of ['Basic YTpi', 'Bearer', 'Bearer bb_live_unknown', `Bearer ${'x'.repeat(600)}`]) {
      await expectProblem(await fetch(`${house.url}/api/v1/jobs`, { headers: { authorization } }), 401, 'unauthorized');
    }
  });
});

const hostileText = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 60 }),
  fc.constantFrom(
    '__proto__',
    'constructor',
    '../../etc/passwd',
    "' or 1=1 --",
    '%00',
    '\u0000',
    '9'.repeat(400),
    'NaN',
  ),
);
const hostileJson = fc.oneof(
  fc.jsonValue({ maxDepth: 3 }),
  hostileText,
  fc.constantFrom<unknown>([], {}, [[[[]]]], { __proto__: { admin: true } }, -1, 2 ** 53, 1e308, null, true),
);

function hostileRequest(route: Route): fc.Arbitrary<{ path: string; init: RequestInit }> {
  const names = Object.keys(route.query?.shape ?? {});
  const query = fc.array(fc.tuple(names.length > 0 ? fc.constantFrom(...names) : hostileText, hostileText), {
    maxLength: 4,
  });
  const fields = Object.keys((route.body as { shape?: object } | undefined)?.shape ?? {});
  const body = fc.oneof(
    hostileJson.map((value) => JSON.stringify(value) ?? ''),
    fc
      .array(fc.tuple(fields.length > 0 ? fc.constantFrom(...fields) : hostileText, hostileJson), { maxLength: 8 })
      .map((entries) => JSON.stringify(Object.fromEntries(entries))),
    hostileText,
  );
  return fc.tuple(fc.array(hostileText, { minLength: 3, maxLength: 3 }), query, body).map(([values, search, text]) => {
    let at = 0;
    const path = route.path.replace(/:\w+/g, () => {
      const value = values[at++] ?? '';
      return encodeURIComponent(value.isWellFormed() ? value : value.toWellFormed());
    });
    const parameters = new URLSearchParams(search).toString();
    const init: RequestInit = { method: route.method };
    if (route.method !== 'GET') Object.assign(init, { headers: json, body: text });
    return { path: parameters === '' ? path : `${path}?${parameters}`, init };
  });
}

/** Routes whose hostile use would end the session under test or reach out to the network. */
const walked = (Object.entries(routes) as [RouteName, Route][]).filter(([name]) => name !== 'testUnsavedConnection');

describe('no input makes the server fail', () => {
  test.each(walked)('%s', async (_name, route) => {
    await fc.assert(
      fc.asyncProperty(hostileRequest(route), async ({ init, path }) => {
        const answer = await send(path, init);
        const text = await answer.text();
        expect(answer.status, `${init.method} ${path} ${init.body}\n${text}`).toBeLessThan(500);
        if (answer.status >= 400) problemSchema.strict().parse(JSON.parse(text));
      }),
      { numRuns: 60 },
    );
  });

  test('and nothing was logged as a defect', () => {
    expect(house.logLines.filter(({ event }) => event === 'request_failed')).toEqual([]);
  });
});
