import type { AddressRules } from './core/address-rules.ts';
import type { Clock } from './core/clock.ts';
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

async function* closingAfter(chunks: AsyncIterable<string>, close: () => Promise<void>): AsyncGenerator<string> {
  try {
    yield* chunks;
  } finally {
    await close();
  }
}

/** Controllers as operations see them: opened for one question, closed after it. The collector keeps its own. */
export function createControllers(defaults: ControllerDefaults): Controllers {
  const optionsFor = (connection: ConnectionAccess): ControllerOptions => ({ ...defaults, connection });
  return {
    test: (connection) => probeConnection(optionsFor(connection)),
    async log(connection, { kind, number, path }, options) {
      const controller = createController(optionsFor(connection));
      const outcome = await controller.log(path, number, { ...options, kind, urgency: 'live' });
      if (!outcome.ok) {
        await controller.close();
        return outcome;
      }
      const { value: log } = outcome;
      const chunks = closingAfter(log.chunks, () => controller.close());
      return { ok: true, value: { chunks, isTruncated: () => log.isTruncated(), problem: () => log.problem() } };
    },
  };
}
