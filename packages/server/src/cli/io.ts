import type pc from 'picocolors';

export type Colors = ReturnType<typeof pc.createColors>;

/** Where a command writes: stdout for data, stderr for talk. */
export interface Sink {
  readonly isTty: boolean;
  /** True once the reader has gone (`| head`); what is written after that is dropped. */
  readonly isGone: boolean;
  /** Width of the terminal in characters; a wide constant where there is none. */
  readonly columns: number;
  /** Without effect where colours would be noise: pipes, files, NO_COLOR. */
  readonly colors: Colors;
  /** Resolves when the chunk is handed over; at once when the reader is gone. Throws when it cannot be written (disk full). */
  write(chunk: string | Uint8Array): Promise<void>;
}

/** What is wrong with an answer, or undefined. */
export type Check = (answer: string) => string | undefined;

export interface TextQuestion {
  readonly placeholder?: string;
  /** Asked again, with this complaint, until it is content. */
  readonly check?: Check;
}

/** Questions to a person. Each throws `Interrupted` when the person gives up. */
export interface Asker {
  text(question: string, options?: TextQuestion): Promise<string>;
  /** Not echoed, not trimmed. */
  secret(question: string): Promise<string>;
  confirm(question: string): Promise<boolean>;
}

/** Everything a command sees of the world outside: tests pass another one. */
export interface Io {
  readonly out: Sink;
  readonly err: Sink;
  readonly asker: Asker;
  /** True when a person sits there who can answer questions. */
  readonly isInteractive: boolean;
  /** All of stdin as text; throws when it is longer than `limitBytes`. */
  readInput(limitBytes: number): Promise<string>;
  /** Aborts on Ctrl-C, SIGTERM and when the reader of stdout is gone: ends commands that print. */
  readonly signal: AbortSignal;
  /** Aborts on Ctrl-C and SIGTERM only: a server outlives the reader of its output. */
  readonly quit: AbortSignal;
  nowMs(): number;
}

/** A person pressed Ctrl-C or gave up on a question: nothing is reported, the exit code says it. */
export class Interrupted extends Error {
  constructor() {
    super('Interrupted.');
    this.name = 'Interrupted';
  }
}
