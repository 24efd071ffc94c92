import { randomBytes } from 'node:crypto';
import { createServer, type RequestListener } from 'node:http';
import { type AddressInfo, createServer as createSocketServer, type Socket } from 'node:net';
import { gzipSync } from 'node:zlib';
import { expect, onTestFinished, test } from 'vitest';
import { createOutbound, type OutboundOptions, type OutboundRequest } from '../../src/outbound/create-outbound.ts';
import { OutboundError } from '../../src/outbound/failure.ts';
import type { ResolveName } from '../../src/outbound/guarded-lookup.ts';
import { readHead, readText } from '../../src/outbound/read-body.ts';

const localRules = { isListeningOnLoopback: true, allow: [] };

async function serve(listener: RequestListener): Promise<{ url: string; port: number }> {
  const server = createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}`, port };
}

function outboundFor(change: Partial<OutboundOptions> = {}) {
  const outbound = createOutbound({
    purpose: 'jenkins',
    addressRules: localRules,
    shouldVerifyTls: true,
    ca: null,
    ...change,
  });
  onTestFinished(() => outbound.close());
  return outbound;
}

function request(url: string, change: Partial<OutboundRequest> = {}): OutboundRequest {
  return {
    url,
    headers: {},
    deadlineMs: 20_000,
    idleMs: 20_000,
    mostBytes: 10_000,
    mostCompressedBytes: 10_000,
    ...change,
  };
}

/** The text that came, or the kind of failure. */
async function outcomeOf(outbound: ReturnType<typeof outboundFor>, asked: OutboundRequest): Promise<string> {
  const result = await outbound.get(asked);
  if (!result.ok) return result.failure.kind;
  try {
    return `text ${await readText(result.answer)}`;
  } catch (error) {
    if (error instanceof OutboundError) return `${result.answer.status} ${error.failure.kind}`;
    throw error;
  }
}

test('brings status, headers and body, plain or compressed', async () => {
  const { url } = await serve((asked, response) => {
    response.setHeader('X-Two', ['a', 'b']);
    if (asked.url === '/gzip') response.setHeader('Content-Encoding', 'gzip').end(gzipSync('grüezi'));
    else response.writeHead(404).end('grüezi');
  });
  const outbound = outboundFor();
  const plain = await outbound.get(request(`${url}/plain`));
  expect(plain).toMatchObject({ ok: true, answer: { status: 404, headers: { 'x-two': 'a, b' } } });
  expect(plain.ok && (await readText(plain.answer))).toBe('grüezi');
  expect(await outcomeOf(outbound, request(`${url}/gzip`))).toBe('text grüezi');
});

test('follows no redirect and keeps no cookie', async () => {
  const seen: (string | undefined)[] = [];
  const { url } = await serve((asked, response) => {
    seen.push(asked.headers.cookie);
    response.writeHead(302, { Location: '/elsewhere', 'Set-Cookie': 'session=1' }).end();
  });
  const outbound = outboundFor();
  for (let round = 0; round < 2; round += 1) {
    expect(await outbound.get(request(url))).toMatchObject({ ok: true, answer: { status: 302 } });
  }
  expect(seen).toEqual([undefined, undefined]);
});

test('ends a body at the limit of plain bytes, and at that of compressed ones', async () => {
  const bodies: Record<string, { body: Buffer; isGzip: boolean }> = {
    '/exact': { body: Buffer.alloc(10_000, 'x'), isGzip: false },
    '/one-more': { body: Buffer.alloc(10_001, 'x'), isGzip: false },
    '/bomb': { body: gzipSync(Buffer.alloc(50_000_000)), isGzip: true },
    '/dense': { body: gzipSync(randomBytes(20_000)), isGzip: true },
  };
  const { url } = await serve((asked, response) => {
    const { body, isGzip } = bodies[asked.url ?? ''] ?? { body: Buffer.alloc(0), isGzip: false };
    if (isGzip) response.setHeader('Content-Encoding', 'gzip');
    response.end(body);
  });
  const outbound = outboundFor();
  expect(await outcomeOf(outbound, request(`${url}/exact`))).toBe(`text ${'x'.repeat(10_000)}`);
  expect(await outcomeOf(outbound, request(`${url}/one-more`))).toBe('200 too_large');
  expect(await outcomeOf(outbound, request(`${url}/bomb`, { mostCompressedBytes: 100_000 }))).toBe('200 too_large');
  const dense = { mostBytes: 30_000, mostCompressedBytes: 1_000 };
  expect(await outcomeOf(outbound, request(`${url}/dense`, dense))).toBe('200 too_large');
});

test.each([
  ['plain', false],
  ['compressed', true],
])('an endless body (%s) is given up at the limit, and the connection with it', async (_name, isGzip) => {
  let hasEnded = false;
  const { url } = await serve((_asked, response) => {
    if (isGzip) response.setHeader('Content-Encoding', 'gzip');
    const part = isGzip ? gzipSync(Buffer.alloc(100_000)) : Buffer.alloc(1_000);
    const more = () => {
      while (!response.destroyed && response.write(part)) {}
    };
    response.on('drain', more).on('close', () => {
      hasEnded = true;
    });
    more();
  });
  expect(await outcomeOf(outboundFor(), request(url, { mostCompressedBytes: 1_000_000 }))).toBe('200 too_large');
  await expect.poll(() => hasEnded).toBe(true);
});

test('drips of bytes run into the deadline, silence into the idle limit', async () => {
  const { url } = await serve((asked, response) => {
    response.write('x');
    if (asked.url !== '/drip') return;
    const timer = setInterval(() => response.write('x'), 20);
    response.on('close', () => clearInterval(timer));
  });
  const outbound = outboundFor();
  expect(await outcomeOf(outbound, request(`${url}/drip`, { deadlineMs: 300 }))).toBe('200 timeout');
  expect(await outcomeOf(outbound, request(`${url}/silence`, { idleMs: 100 }))).toBe('200 timeout');
});

test('no answer at all runs into the deadline or the idle limit, and a caller may go before', async () => {
  let asked = 0;
  const { url } = await serve(() => {
    asked += 1;
  });
  const outbound = outboundFor();
  expect(await outcomeOf(outbound, request(url, { deadlineMs: 200 }))).toBe('timeout');
  expect(await outcomeOf(outbound, request(url, { deadlineMs: 60_000, idleMs: 200 }))).toBe('timeout');
  const gone = new AbortController();
  const waiting = outcomeOf(outbound, request(url, { signal: gone.signal }));
  await expect.poll(() => asked).toBe(3);
  gone.abort();
  expect(await waiting).toBe('aborted');
});

test('a silent error page is given up without waiting for its end, compressed or not', async () => {
  const { url } = await serve((asked, response) => {
    const isGzip = asked.url === '/gzip';
    response.writeHead(500, isGzip ? { 'Content-Encoding': 'gzip' } : {});
    response.write(isGzip ? gzipSync('x'.repeat(5_000)) : 'x'.repeat(5_000));
  });
  const outbound = outboundFor();
  for (const path of ['/plain', '/gzip']) {
    const result = await outbound.get(request(`${url}${path}`));
    expect(result.ok && (await readHead(result.answer, 1_000))).toBe('x'.repeat(1_000));
  }
});

/** A server that answers whatever bytes it is told to. */
async function serveBytes(bytes: string | Buffer, end: (socket: Socket) => void): Promise<string> {
  const server = createSocketServer((socket) => {
    socket.on('error', () => undefined);
    socket.once('data', () => {
      socket.write(bytes);
      end(socket);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

test.each([
  ['no HTTP', 'SSH-2.0-OpenSSH_9.6\r\n', 'bad_encoding'],
  ['status 000', 'HTTP/1.1 000 Zero\r\n\r\n', 'bad_encoding'],
  ['nothing', '', 'reset'],
  ['a cut body', 'HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf', '200 reset'],
  ['cut chunks', 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n64\r\nhalf', '200 reset'],
  ['broken chunks', 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\nhalf', 'bad_encoding'],
  ['endless headers', `HTTP/1.1 200 OK\r\n${'X-A: b\r\n'.repeat(20_000)}\r\n`, 'too_large'],
  [
    'half a gzip',
    Buffer.concat([
      Buffer.from('HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 20\r\n\r\n'),
      gzipSync('x'.repeat(1_000)).subarray(0, 20),
    ]),
    '200 bad_encoding',
  ],
  [
    'an encoding not asked for',
    'HTTP/1.1 200 OK\r\nContent-Encoding: br\r\nContent-Length: 4\r\n\r\nabcd',
    '200 bad_encoding',
  ],
])('%s', async (_name, bytes, outcome) => {
  const url = await serveBytes(bytes, (socket) => socket.end());
  expect((await outcomeOf(outboundFor(), request(url))).replace(/^200 (?=bad_encoding)/, '')).toBe(
    outcome.replace(/^200 (?=bad_encoding)/, ''),
  );
});

test('every spelling of a forbidden address is refused before a connection is made', async () => {
  let connections = 0;
  const { port } = await serve((_asked, response) => {
    connections += 1;
    response.end();
  });
  const outbound = outboundFor({ addressRules: { isListeningOnLoopback: false, allow: [] } });
  const loopback = [
    '127.0.0.1',
    '2130706433',
    '0x7f000001',
    '0x7f.1',
    '017700000001',
    '0177.0.0.1',
    '127.1',
    '127.0.1',
  ];
  const mapped = ['[::1]', '[::ffff:127.0.0.1]', '[::ffff:7f00:1]', '[0:0:0:0:0:ffff:7f00:0001]', '[::127.0.0.1]'];
  const names = ['localhost', 'LOCALHOST'];
  const never = [
    '169.254.169.254',
    '0xa9fea9fe',
    '2852039166',
    '[fe80::1]',
    '[::ffff:a9fe:a9fe]',
    '[64:ff9b::a9fe:a9fe]',
    '0.0.0.0',
    '0',
  ];
  for (const host of [...loopback, ...mapped, ...names, ...never]) {
    expect(await outcomeOf(outbound, request(`http://${host}:${port}/`)), host).toBe('address_denied');
  }
  expect(connections).toBe(0);
});

test('metadata addresses stay refused while loopback is allowed, also when they are listed', async () => {
  const outbound = outboundFor({
    addressRules: { isListeningOnLoopback: true, allow: ['169.254.169.254', '169.254.0.0/16'] },
  });
  for (const host of ['169.254.169.254', '[::ffff:169.254.169.254]', '[fd00:ec2::254]']) {
    expect(await outcomeOf(outbound, request(`http://${host}/latest/meta-data`)), host).toBe('address_denied');
  }
});

test('what a name resolves to is checked at the moment of connecting: a second answer cannot slip past', async () => {
  let hits = 0;
  const { port } = await serve((_asked, response) => {
    hits += 1;
    response.setHeader('Connection', 'close').end('hello');
  });
  const answers = ['127.0.0.1', '169.254.169.254', '127.0.0.1'];
  const asked: string[] = [];
  const resolveName: ResolveName = (hostname, _options, callback) => {
    asked.push(hostname);
    callback(null, [{ address: answers[asked.length - 1] ?? '127.0.0.1', family: 4 }]);
  };
  const outbound = outboundFor({ resolveName });
  const url = `http://ci.example:${port}/`;
  expect(await outcomeOf(outbound, request(url))).toBe('text hello');
  expect(await outcomeOf(outbound, request(url))).toBe('address_denied');
  expect(await outcomeOf(outbound, request(url))).toBe('text hello');
  expect(asked).toEqual(['ci.example', 'ci.example', 'ci.example']);
  expect(hits).toBe(2);
});

test('one forbidden address among several forbids the name', async () => {
  const resolveName: ResolveName = (_hostname, _options, callback) =>
    callback(null, [
      { address: '93.184.216.34', family: 4 },
      { address: '::ffff:169.254.169.254', family: 6 },
    ]);
  expect(await outcomeOf(outboundFor({ resolveName }), request('http://ci.example/'))).toBe('address_denied');
});

test('a name without an address is unknown', async () => {
  const resolveName: ResolveName = (_hostname, _options, callback) => callback(null, []);
  expect(await outcomeOf(outboundFor({ resolveName }), request('http://ci.example/'))).toBe('dns');
});

test('an address that is no web address goes nowhere', async () => {
  for (const url of ['file:///etc/passwd', 'javascript:1', 'nonsense', '']) {
    expect(await outcomeOf(outboundFor(), request(url)), url).toBe('internal');
  }
});

test('a kept connection that the server closed meanwhile is replaced without a failure', async () => {
  let sockets: Socket[] = [];
  const server = createServer((_asked, response) => response.end('hello'));
  server.on('connection', (socket) => sockets.push(socket));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.close();
  });
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const outbound = outboundFor();
  for (let round = 0; round < 5; round += 1) {
    expect(await outcomeOf(outbound, request(url))).toBe('text hello');
    for (const socket of sockets) socket.destroy();
    sockets = [];
  }
});
