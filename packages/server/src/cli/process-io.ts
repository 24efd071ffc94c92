import type { WriteStream } from 'node:tty';
import pc from 'picocolors';
import { clackAsker } from './clack-asker.ts';
import { CliError, usageError } from './cli-error.ts';
import type { Io, Sink } from './io.ts';

const columnsWithoutTerminal = 120;
/** npm passes on the terminal's Ctrl-C, so one press may arrive twice. */
const samePressMs = 1000;
const goneCodes = new Set(['EPIPE', 'EIO', 'ERR_STREAM_DESTROYED']);

function toSink(stream: WriteStream, onGone: () => void): Sink {
  let isGone = false;
  // Failures arrive at the callback of each write; without a listener they would end the process before.
  stream.on('error', () => undefined);
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
      const error = await new Promise<NodeJS.ErrnoException | null | undefined>((resolve) =>
        stream.write(chunk, resolve),
      );
      if (error === null || error === undefined) return;
      // The reader went away (`| head`): that is how pipes end, not a failure.
      if (!goneCodes.has(error.code ?? '')) {
        throw new CliError('failed', `The output could not be written (${error.message}).`, {
          code: 'output_failed',
          fix: 'What was written so far is incomplete.',
        });
      }
      isGone = true;
      onGone();
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

/** Ctrl-C and SIGTERM abort once; a second press ends the process at once. */
function listenForQuit(onQuit: () => void): AbortSignal {
  const quit = new AbortController();
  let firstAtMs = 0;
  for (const name of ['SIGINT', 'SIGTERM'] as const) {
    process.on(name, () => {
      if (quit.signal.aborted) {
        if (Date.now() - firstAtMs > samePressMs) process.exit(130);
        return;
      }
      firstAtMs = Date.now();
      quit.abort();
      onQuit();
    });
  }
  return quit.signal;
}

/** The terminal of this process. */
export function createProcessIo(): Io {
  const stop = new AbortController();
  const quit = listenForQuit(() => stop.abort());
  const out = toSink(process.stdout, () => stop.abort());
  const err = toSink(process.stderr, () => undefined);
  return {
    out,
    err,
    asker: clackAsker(stop.signal),
    isInteractive: process.stdin.isTTY === true && err.isTty,
    readInput,
    signal: stop.signal,
    quit,
    nowMs: () => Date.now(),
  };
}
