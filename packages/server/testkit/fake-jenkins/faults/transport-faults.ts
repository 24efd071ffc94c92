import { once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';
import type { Exchange, Fault } from './exchange.ts';

async function pause(ms: number, { gone }: Exchange): Promise<void> {
  await delay(ms, undefined, { signal: gone }).catch(() => undefined);
}

async function untilGone({ gone }: Exchange): Promise<void> {
  if (!gone.aborted) await once(gone, 'abort');
}

/** Writes and waits until the socket takes more; false once the client is gone. */
async function write(chunk: Buffer, { response, gone }: Exchange): Promise<boolean> {
  if (gone.aborted) return false;
  if (!response.write(chunk)) await once(response, 'drain', { signal: gone }).catch(() => undefined);
  return !gone.aborted;
}

/** Takes the request and never says a word. */
export const silent: Fault = untilGone;

/** The right answer, late. */
export const latency =
  (ms: number): Fault =>
  async (exchange) => {
    await pause(ms, exchange);
    if (!exchange.gone.aborted) await exchange.send(exchange.reply());
  };

/** The right answer, one byte at a time. */
export const slowBytes =
  (everyMs: number): Fault =>
  async (exchange) => {
    const { status, headers, body } = exchange.reply();
    exchange.response.writeHead(status, { ...headers, 'Content-Length': body.length });
    for (const byte of body) {
      if (!(await write(Buffer.from([byte]), exchange))) return;
      await pause(everyMs, exchange);
    }
    exchange.response.end();
  };

const jsonStart = Buffer.from('{"_class":"hudson.model.Hudson","jobs":[');
const jsonPart = Buffer.from('{"_class":"hudson.model.FreeStyleProject","name":"x","nextBuildNumber":1},'.repeat(800));
const textPart = Buffer.from(
  'the same line of a log over and over again, some hundred characters in a row\n'.repeat(800),
);

/** A body that goes on until the client hangs up, or for `bytes` if they are given. JSON, or text for logs. */
export const endlessBody =
  (bytes = Number.POSITIVE_INFINITY): Fault =>
  async (exchange) => {
    const { status, headers } = exchange.reply();
    exchange.response.writeHead(status, headers);
    const isJson = String(headers['Content-Type']).includes('json');
    if (isJson) await write(jsonStart, exchange);
    const part = isJson ? jsonPart : textPart;
    for (let sent = 0; sent < bytes; sent += part.length) if (!(await write(part, exchange))) return;
    exchange.response.end();
  };

/** The connection breaks in the middle of the body, which was announced in full. */
export const cutBody =
  (share = 0.5): Fault =>
  async (exchange) => {
    const { status, headers, body } = exchange.reply();
    exchange.response.writeHead(status, { ...headers, 'Content-Length': body.length });
    const half = body.subarray(0, Math.floor(body.length * share));
    // Not before it has left: destroying drops what is still buffered, headers included.
    await new Promise<void>((resolve) => exchange.response.write(half, () => resolve()));
    exchange.response.destroy();
  };

/** `Content-Length` is off by `by`: too large and the body ends early, too small and bytes are left over. */
export const wrongLength =
  (by: number): Fault =>
  async ({ raw, reply }) => {
    const { headers, body } = reply();
    const lines = [
      `HTTP/1.1 200 OK`,
      `Content-Type: ${headers['Content-Type']}`,
      `X-Jenkins: ${headers['X-Jenkins'] ?? ''}`,
    ];
    raw.socket.end(`${lines.join('\r\n')}\r\nContent-Length: ${body.length + by}\r\n\r\n${body.toString('utf8')}`);
  };

/** A small compressed body that becomes `plainBytes` large. */
export const gzipBomb =
  (plainBytes: number): Fault =>
  async ({ response, reply }) => {
    const { headers } = reply();
    const half = Buffer.alloc(1_000_000, ' ');
    const body = Buffer.concat(Array.from({ length: Math.ceil(plainBytes / half.length) }, () => gzipSync(half)));
    response.writeHead(200, { ...headers, 'Content-Encoding': 'gzip', 'Content-Length': body.length });
    response.end(body);
  };

/** Says gzip and sends something else. */
export const brokenGzip: Fault = async ({ response, reply }) => {
  const { headers, body } = reply();
  response.writeHead(200, { ...headers, 'Content-Encoding': 'gzip', 'Content-Length': body.length });
  response.end(body);
};

/** Resets the connection instead of answering. */
export const connectionReset: Fault = async ({ raw }) => {
  raw.socket.resetAndDestroy();
};
