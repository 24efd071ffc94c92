import { ControllerShelf } from './controller-shelf.ts';
import type { AddressRules } from './core/address-rules.ts';
import { AppError } from './core/app-error.ts';
import type { Clock } from './core/clock.ts';
import type { ConnectionCode } from './core/connection.ts';
import type { ControllerOptions } from './jenkins/controller-options.ts';
import { createController } from './jenkins/create-controller.ts';
import { probeConnection } from './jenkins/probe-connection.ts';
import type { ConnectionAccess, Controllers } from './operations/context.ts';

export interface ControllerDefaults {
  readonly addressRules: AddressRules;
  readonly verifiesTlsByDefault: boolean;
  readonly userAgent: string;
  readonly clock: Clock;
}

/** Codes after which a controller answers nobody any more. */
const shut: ReadonlySet<ConnectionCode> = new Set(['unauthorized', 'forbidden', 'anonymous_session']);
/** Somebody who opens logs and does not read them must leave room for the others. */
const mostLogsOfReader = 6;

async function* releasingAfter(chunks: AsyncIterable<string>, release: () => void): AsyncGenerator<string> {
  try {
    yield* chunks;
  } finally {
    release();
  }
}

/** Counts what a reader has open. */
class OpenLogs {
  readonly #byReader = new Map<string, number>();

  /** Returns how to give it back. Throws `rate_limited`. */
  open(reader: string): () => void {
    const count = this.#byReader.get(reader) ?? 0;
    if (count >= mostLogsOfReader) {
      throw new AppError('rate_limited', `${reader} has ${count} logs open already. Close one, or wait for its end.`);
    }
    this.#byReader.set(reader, count + 1);
    return () => {
      const left = (this.#byReader.get(reader) ?? 1) - 1;
      if (left === 0) this.#byReader.delete(reader);
      else this.#byReader.set(reader, left);
    };
  }
}

export interface OpenControllers extends Controllers {
  close(): Promise<void>;
}

/** Controllers as operations see them. The collector keeps its own. */
export function createControllers(defaults: ControllerDefaults): OpenControllers {
  const optionsFor = (connection: ConnectionAccess): ControllerOptions => ({ ...defaults, connection });
  const shelf = new ControllerShelf<ConnectionAccess>({
    open: (connection) => createController(optionsFor(connection)),
    clock: defaults.clock,
  });
  const logs = new OpenLogs();
  return {
    test: (connection) => probeConnection(optionsFor(connection)),
    async log(connection, { kind, number, path }, { capBytes, reader, signal }) {
      const giveBack = reader === null ? () => undefined : logs.open(reader);
      const lease = shelf.take(connection);
      let isOpen = true;
      const release = () => {
        if (!isOpen) return;
        isOpen = false;
        giveBack();
        lease.release();
      };
      // A reader may go before the first chunk is asked for; then nothing else gives it back.
      signal.addEventListener('abort', release, { once: true });
      const outcome = await lease.controller.log(path, number, { capBytes, kind, signal, urgency: 'live' });
      if (!outcome.ok) {
        if (shut.has(outcome.problem.code)) lease.forget();
        release();
        return outcome;
      }
      const { value: log } = outcome;
      const chunks = releasingAfter(log.chunks, release);
      return { ok: true, value: { chunks, isTruncated: () => log.isTruncated(), problem: () => log.problem() } };
    },
    close: () => shelf.close(),
  };
}
