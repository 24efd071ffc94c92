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
  /** Resolves when more may be written; at once when the reader is gone (`| head`). */
  write(chunk: string | Uint8Array): Promise<void>;
}

/** Questions to a person. Each throws `Interrupted` when the person gives up. */
export interface Asker {
  text(question: string, placeholder?: string): Promise<string>;
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
  /** Aborts on Ctrl-C, SIGTERM and when the reader of stdout is gone. */
  readonly signal: AbortSignal;
  nowMs(): number;
}

/** A person pressed Ctrl-C or gave up on a question: nothing is reported, the exit code says it. */
export class Interrupted extends Error {
  constructor() {
    super('Interrupted.');
    this.name = 'Interrupted';
  }
}
