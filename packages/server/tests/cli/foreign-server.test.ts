import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import type { House } from '../../src/cli/house.ts';
import { runCli } from '../../src/cli/program.ts';
import { absentHouse } from './absent-house.ts';
import { memoryIo } from './memory-io.ts';

const closers: (() => void)[] = [];

afterEach(() => {
  for (const close of closers.splice(0)) close();
});

async function listen(answer: RequestListener): Promise<string> {
  const server = createServer(answer);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  closers.push(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

async function run(serverUrl: string, argv = ['connections', 'list']) {
  const io = memoryIo();
  const house: House = {
    ...absentHouse,
    settings: () => ({ version: '1', dataDir: '/nonexistent', serverUrl, serverToken: 'bb_live_secret' }),
  };
  const exit = await runCli(argv, { io, house });
  return { exit, out: io.out.text(), err: io.err.text() };
}

const problem =
  (status: number, code: string): RequestListener =>
  (_, response) => {
    response.writeHead(status, { 'content-type': 'application/problem+json' });
    response.end(JSON.stringify({ type: 'x', title: 'T', status, code, detail: `It is ${code}.`, requestId: 'r1' }));
  };

test.each<[string, RequestListener, number, string]>([
  ['a login page with 200', (_, response) => response.end('<html>Sign in</html>'), 5, 'unexpected_answer'],
  ['a login page with 403', (_, response) => response.writeHead(403).end('<html>'), 5, 'unexpected_answer'],
  ['JSON of another program', (_, response) => response.end('{"hello":"world"}'), 5, 'unexpected_answer'],
  ['null', (_, response) => response.end('null'), 5, 'unexpected_answer'],
  [
    'an answer that breaks off',
    (_, response) => {
      response.writeHead(200, { 'content-length': '1000' });
      response.write('{"data":[');
      response.socket?.end();
    },
    5,
    'unreachable',
  ],
  ['a closed socket', (request) => request.socket.destroy(), 5, 'unreachable'],
  ['401', problem(401, 'unauthorized'), 4, 'unauthorized'],
  ['403', problem(403, 'forbidden'), 4, 'forbidden'],
  ['404', problem(404, 'not_found'), 3, 'not_found'],
  ['422', problem(422, 'unprocessable'), 2, 'unprocessable'],
  ['429', problem(429, 'rate_limited'), 1, 'rate_limited'],
  ['500', problem(500, 'internal_error'), 1, 'internal_error'],
])('%s ends with one sentence, a code and an exit code', async (_, answer, expected, code) => {
  const { exit, out, err } = await run(await listen(answer));
  expect({ exit, out }).toEqual({ exit: expected, out: '' });
  expect(err.split('\n')[0]).toMatch(new RegExp(`^error: .*[.)] \\(${code}\\)$`));
  expect(err).not.toContain('bb_live_secret');
});

test.each(['constructor', '__proto__', '\u001b[2J\u009b31m\u202eevil'])(
  'the code %j of a hostile server is a failure without effect on the terminal',
  async (code) => {
    const { exit, err } = await run(await listen(problem(403, code)));
    expect(exit).toBe(1);
    expect(err).not.toMatch(/[\u001b\u009b\u202e]/);
  },
);

test('a server that is not there is unreachable', async () => {
  const url = await listen(() => undefined);
  for (const close of closers.splice(0)) close();
  const { exit, err } = await run(url);
  expect(exit).toBe(5);
  expect(err).toContain(`BuildButler does not answer at ${url} (connect ECONNREFUSED`);
});

test('a log that breaks off is printed as far as it came, and fails', async () => {
  const url = await listen((_, response) => {
    response.write('line 1\n');
    setImmediate(() => response.socket?.destroy());
  });
  const { exit, out, err } = await run(url, ['builds', 'log', 'b_1']);
  expect({ exit, out }).toEqual({ exit: 1, out: 'line 1\n' });
  expect(err).toMatch(/^error: This is not the whole log: the answer broke off \(.+\)\. \(incomplete\)\n/);
});
