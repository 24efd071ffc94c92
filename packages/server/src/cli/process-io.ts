import { once } from 'node:events';
import type { WriteStream } from 'node:tty';
import pc from 'picocolors';
import { clackAsker } from './clack-asker.ts';
import { usageError } from './cli-error.ts';
import type { Io, Sink } from './io.ts';

const columnsWithoutTerminal = 120;

function toSink(stream: WriteStream, onGone: () => void): Sink {
  let isGone = false;
  stream.on('error', (error: NodeJS.ErrnoException) => {
    // The reader went away (`| head`): that is how pipes end, not a failure.
    if (error.code !== 'EPIPE' && error.code !== 'EIO') throw error;
    isGone = true;
    stream.emit('drain');
    onGone();
  });
  const isTty = stream.isTTY === true;
  return {
    isTty,
    get isGone() {
      return isGone;
    },
    get columns() {
      return stream.columns || columnsWithoutTerminal;
    },
    colors: pc.createColors(isTty && pc.isColorSupported),
    async write(chunk) {
      if (isGone || chunk.length === 0) return;
      if (!stream.write(chunk)) await once(stream, 'drain');
    },
  };
}

async function readInput(limitBytes: number): Promise<string> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of process.stdin as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes > limitBytes) throw usageError(`Standard input is longer than ${limitBytes} bytes.`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

/** The terminal of this process. Ctrl-C aborts `signal` once; a second Ctrl-C ends the process at once. */
export function createProcessIo(): Io {
  const stop = new AbortController();
  for (const name of ['SIGINT', 'SIGTERM'] as const) {
    process.on(name, () => {
      if (stop.signal.aborted) process.exit(130);
      stop.abort();
    });
  }
  const out = toSink(process.stdout, () => stop.abort());
  const err = toSink(process.stderr, () => undefined);
  return {
    out,
    err,
    asker: clackAsker(stop.signal),
    isInteractive: process.stdin.isTTY === true && err.isTty,
    readInput,
    signal: stop.signal,
    nowMs: () => Date.now(),
  };
}
