import type { Worker } from 'node:worker_threads';
import { AppError } from './core/app-error.ts';
import type { Clock } from './core/clock.ts';
import type { Log } from './core/log.ts';
import type { Ask } from './insights/ask.ts';
import type { ReaderFault, ReaderReply, ReaderRequest, ReaderSetup } from './reader-messages.ts';
import { startWorker } from './start-worker.ts';

export interface ReaderPoolOptions {
  readonly setup: ReaderSetup;
  readonly clock: Clock;
  readonly log: Log;
  /** Threads at most; one is started when the others are busy. */
  readonly mostThreads: number;
  /** For tests. */
  readonly mostAnswerMs?: number;
}

interface Pending {
  /** Runs until the answer is there. */
  readonly deadline: NodeJS.Timeout;
  readonly resolve: (answer: unknown) => void;
  readonly reject: (error: Error) => void;
}

interface Reader {
  readonly worker: Worker;
  readonly pending: Map<number, Pending>;
  /** Runs while nothing is asked. */
  rest: NodeJS.Timeout | null;
}

/** A thread costs 25 MB, which a server that nobody looks at should not hold. */
const restsAfterMs = 60_000;
/** One that holds columns of builds would have to read them again. */
const restsLaterMs = 10 * 60_000;

/** Longer than the first question over years of builds takes; what takes longer would hold up everybody else for ever. */
const mostAnswerMs = 120_000;

function toError({ code, details, message, stack }: ReaderFault): Error {
  if (code !== null) return new AppError(code, message, { details });
  return Object.assign(new Error(message), { stack });
}

/**
 * Answers questions in threads of their own, because the driver of the store is synchronous: a chart over a year must
 * not hold up everybody else. A thread that dies fails what it was asked, and the next question starts another.
 */
export class ReaderPool {
  readonly #options: ReaderPoolOptions;
  readonly #readers = new Set<Reader>();
  #nextId = 1;
  #isClosed = false;

  constructor(options: ReaderPoolOptions) {
    this.#options = options;
  }

  readonly ask: Ask = (name, input) => {
    if (this.#isClosed) return Promise.reject(new AppError('unavailable', 'BuildButler is stopping.'));
    const reader = this.#choose();
    const id = this.#nextId++;
    const request: ReaderRequest = { id, name, input, nowMs: this.#options.clock.nowMs() };
    return new Promise((resolve, reject) => {
      this.#wake(reader);
      const withinMs = this.#options.mostAnswerMs ?? mostAnswerMs;
      const deadline = setTimeout(() => this.#giveUp(reader, name), withinMs).unref();
      reader.pending.set(id, { deadline, resolve: resolve as Pending['resolve'], reject });
      reader.worker.postMessage(request);
    });
  };

  async close(): Promise<void> {
    this.#isClosed = true;
    await Promise.all([...this.#readers].map(({ worker }) => worker.terminate()));
  }

  /** The least busy one; a new one while all are busy and there may be more. */
  #choose(): Reader {
    let best: Reader | undefined;
    for (const reader of this.#readers)
      if (best === undefined || reader.pending.size < best.pending.size) best = reader;
    const mayStart = this.#readers.size < this.#options.mostThreads;
    return best === undefined || (best.pending.size > 0 && mayStart) ? this.#start() : best;
  }

  /** A thread cannot be taken out of a question: it ends, and whoever asked it anything is told to ask again. */
  #giveUp(reader: Reader, question: string): void {
    this.#options.log.error('reader_gave_up', { message: question });
    this.#readers.delete(reader);
    void reader.worker.terminate();
  }

  #wake(reader: Reader): void {
    if (reader.rest !== null) clearTimeout(reader.rest);
    reader.rest = null;
  }

  #letRest(reader: Reader, heldBytes: number): void {
    const afterMs = heldBytes > 0 ? restsLaterMs : restsAfterMs;
    reader.rest = setTimeout(() => {
      this.#readers.delete(reader);
      void reader.worker.terminate();
    }, afterMs).unref();
  }

  #start(): Reader {
    const worker = startWorker('reader-worker', this.#options.setup);
    const reader: Reader = { worker, pending: new Map(), rest: null };
    reader.worker.on('message', (reply: ReaderReply) => {
      const pending = reader.pending.get(reply.id);
      reader.pending.delete(reply.id);
      clearTimeout(pending?.deadline);
      if (reply.fault === null) pending?.resolve(reply.answer);
      else pending?.reject(toError(reply.fault));
      if (reader.pending.size === 0) this.#letRest(reader, reply.heldBytes);
    });
    reader.worker.on('error', ({ message, stack = '' }) => {
      this.#options.log.error('reader_died', { error: message, stack });
    });
    reader.worker.on('exit', () => {
      this.#wake(reader);
      this.#readers.delete(reader);
      const error = new AppError('unavailable', 'The question was not answered. Ask again.');
      for (const { deadline, reject } of reader.pending.values()) {
        clearTimeout(deadline);
        reject(error);
      }
      reader.pending.clear();
    });
    this.#readers.add(reader);
    return reader;
  }
}
