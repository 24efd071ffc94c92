import pc from 'picocolors';
import { Interrupted, type Io, type Sink } from '../../src/cli/io.ts';

export interface MemorySink extends Sink {
  text(): string;
}

interface SinkOptions {
  readonly isTty?: boolean;
  readonly columns?: number;
  readonly hasColors?: boolean;
}

/** A sink that keeps what is written. */
export function memorySink({ isTty = false, columns = 120, hasColors = false }: SinkOptions = {}): MemorySink {
  const chunks: Buffer[] = [];
  return {
    isTty,
    isGone: false,
    columns,
    colors: pc.createColors(hasColors),
    async write(chunk) {
      chunks.push(Buffer.from(chunk));
    },
    text: () => Buffer.concat(chunks).toString('utf8'),
  };
}

export interface MemoryIo extends Io {
  readonly out: MemorySink;
  readonly err: MemorySink;
  /** What was asked, in order. */
  readonly asked: readonly string[];
  readonly stop: AbortController;
}

export interface MemoryIoOptions {
  readonly terminal?: SinkOptions;
  /** Answers of a person, in order; with them somebody sits there. */
  readonly answers?: readonly (string | boolean)[];
  readonly input?: string;
  readonly nowMs?: number;
}

/** The world of one command: `answers` are given in turn, one that a check refuses is followed by the next. */
export function memoryIo({ terminal = {}, answers, input = '', nowMs = 0 }: MemoryIoOptions = {}): MemoryIo {
  const left = [...(answers ?? [])];
  const asked: string[] = [];
  const stop = new AbortController();
  const next = (question: string): string | boolean => {
    asked.push(question);
    const answer = left.shift();
    if (answer === undefined) throw new Interrupted();
    return answer;
  };
  return {
    out: memorySink(terminal),
    err: memorySink(terminal),
    asked,
    stop,
    asker: {
      async text(question, { check } = {}) {
        for (;;) {
          const answer = String(next(question));
          const complaint = check?.(answer);
          if (complaint === undefined) return answer;
          asked.push(complaint);
        }
      },
      secret: async (question) => String(next(question)),
      confirm: async (question) => next(question) === true,
    },
    isInteractive: answers !== undefined,
    readInput: async () => input,
    signal: stop.signal,
    quit: stop.signal,
    nowMs: () => nowMs,
  };
}
