import type { Worker } from 'node:worker_threads';
import type { CollectorCommand, CollectorReport, CollectorRequest, CollectorSetup } from './collector-messages.ts';
import { AppError } from './core/app-error.ts';
import type { Clock } from './core/clock.ts';
import type { ConnectionSettings } from './core/connection.ts';
import type { Log } from './core/log.ts';
import { startWorker } from './start-worker.ts';
import type { Collector, CollectorHint } from './sync/collector.ts';

const stopWithinMs = 7_000;
const firstDelayMs = 1_000;
const longestDelayMs = 60_000;
/** A thread that lived this long did not die of what the one before died of. */
const healthyAfterMs = 300_000;

export interface CollectorThreadOptions {
  readonly setup: CollectorSetup;
  readonly clock: Clock;
  readonly log: Log;
  /** Called with a sentence while collecting or storing is disturbed, with null when it goes on. */
  readonly onProblem: (problem: string | null) => void;
}

interface Pending {
  readonly resolve: () => void;
  readonly reject: (error: AppError) => void;
}

/**
 * The collector in a thread of its own, so that storing never stalls the API. A thread that dies is started again with
 * the connections last configured, after a pause that doubles from one second to a minute.
 */
export class CollectorThread implements Collector {
  readonly #options: CollectorThreadOptions;
  readonly #pending = new Map<number, Pending>();
  readonly #stopping = new AbortController();
  #worker: Worker | null = null;
  #connections: readonly ConnectionSettings[] = [];
  #nextId = 1;
  #deaths = 0;

  constructor(options: CollectorThreadOptions) {
    this.#options = options;
    this.#start();
  }

  async configure(connections: readonly ConnectionSettings[]): Promise<void> {
    this.#connections = connections;
    try {
      await this.#ask({ kind: 'configure', connections });
    } catch (error) {
      // A dead thread collects nothing, and the next one starts with what was configured last.
      if (!isGone(error)) throw error;
    }
  }

  nudge(connectionId: number): Promise<void> {
    return this.#ask({ kind: 'nudge', connectionId });
  }

  hint(connectionId: number, hint: CollectorHint): Promise<void> {
    return this.#ask({ kind: 'hint', connectionId, hint });
  }

  idle(): Promise<void> {
    return this.#ask({ kind: 'idle' });
  }

  async stop(): Promise<void> {
    if (this.#stopping.signal.aborted) return;
    const asked = this.#ask({ kind: 'stop' }).catch(() => undefined);
    this.#stopping.abort();
    const giveUp = new AbortController();
    await Promise.race([asked, this.#options.clock.sleep(stopWithinMs, giveUp.signal)]);
    giveUp.abort();
    await this.#worker?.terminate();
    this.#worker = null;
  }

  #ask(command: CollectorCommand): Promise<void> {
    if (this.#worker === null || this.#stopping.signal.aborted) return Promise.reject(goneError());
    const id = this.#nextId++;
    const answered = new Promise<void>((resolve, reject) => this.#pending.set(id, { resolve, reject }));
    this.#worker.postMessage({ id, command } satisfies CollectorRequest);
    return answered;
  }

  #start(): void {
    const { clock, setup } = this.#options;
    const worker = startWorker('collector-worker', setup);
    const startedAtMs = clock.nowMs();
    let failure: unknown = null;
    worker.on('message', (report: CollectorReport) => this.#receive(report));
    worker.on('error', (error) => {
      failure = error;
    });
    worker.on('exit', () => {
      if (this.#worker === worker) this.#worker = null;
      this.#abandonPending();
      if (this.#stopping.signal.aborted) return;
      if (clock.nowMs() - startedAtMs > healthyAfterMs) this.#deaths = 0;
      void this.#restart(failure);
    });
    this.#worker = worker;
  }

  async #restart(failure: unknown): Promise<void> {
    const { clock, log, onProblem } = this.#options;
    const delayMs = Math.min(longestDelayMs, firstDelayMs * 2 ** this.#deaths);
    this.#deaths += 1;
    const error = failure instanceof Error ? failure : new Error('the thread ended without saying why');
    log.error('collector_died', {
      error: error.message,
      stack: error.stack ?? '',
      attempt: this.#deaths,
      delayMs,
    });
    onProblem('The collector stopped unexpectedly; the log says why. It starts again by itself.');
    await clock.sleep(delayMs, this.#stopping.signal);
    if (this.#stopping.signal.aborted) return;
    this.#start();
    try {
      await this.#ask({ kind: 'configure', connections: this.#connections });
    } catch (error) {
      // A thread that died again is reported by its end.
      if (!isGone(error)) log.error('collector_failed', { error: String(error) });
      return;
    }
    onProblem(null);
    log.info('collector_restarted', { attempt: this.#deaths });
  }

  #receive(report: CollectorReport): void {
    if (report.kind === 'storage') {
      this.#options.onProblem(report.problem);
      return;
    }
    if (report.kind === 'defect') {
      const { connectionId, error, stack } = report;
      this.#options.log.error('collector_defect', { error, stack, ...(connectionId === null ? {} : { connectionId }) });
      return;
    }
    const pending = this.#pending.get(report.id);
    this.#pending.delete(report.id);
    if (report.error === null) pending?.resolve();
    else pending?.reject(new AppError('internal_error', report.error));
  }

  #abandonPending(): void {
    for (const { reject } of this.#pending.values()) reject(goneError());
    this.#pending.clear();
  }
}

function isGone(error: unknown): boolean {
  return error instanceof AppError && error.code === 'unavailable';
}

function goneError(): AppError {
  return new AppError('unavailable', 'The collector is not running at the moment. It starts again by itself.');
}
