import { createServer as createHttpServer, type Server } from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import type { Accounts } from './access.ts';
import { FakeController, type FakeJenkinsOptions } from './fake-controller.ts';
import type { FaultPlan } from './faults/fault-plan.ts';
import type { Stats } from './stats.ts';
import type { World } from './world.ts';

export type { FakeJenkinsOptions } from './fake-controller.ts';

/** A controller that answers on loopback. */
export interface FakeJenkins {
  /** Base URL, without a trailing slash. */
  readonly url: string;
  readonly port: number;
  readonly world: World;
  readonly stats: Stats;
  readonly faults: FaultPlan;
  readonly accounts: Accounts;
  /** Value of `X-Jenkins-Session`. */
  readonly session: string;
  /** As a controller restarts: connections break, the session changes, every record is cold. */
  restart(): void;
  /** Stops listening and breaks every connection. */
  close(): Promise<void>;
}

function listen(server: Server, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => resolve((server.address() as AddressInfo).port));
  });
}

/** Starts a controller on loopback; close it when done. */
export async function startFakeJenkins(options: FakeJenkinsOptions = {}): Promise<FakeJenkins> {
  const controller = new FakeController(options);
  const limits = { maxHeaderSize: 64 * 1024, keepAliveTimeout: 30_000 };
  const server =
    options.tls === undefined
      ? createHttpServer(limits, controller.handle)
      : createHttpsServer({ ...limits, ...options.tls }, controller.handle);
  const port = await listen(server, options.port ?? 0);
  const scheme = options.tls === undefined ? 'http' : 'https';
  return {
    url: `${scheme}://127.0.0.1:${port}${options.prefix ?? ''}`,
    port,
    world: controller.world,
    stats: controller.stats,
    faults: controller.faults,
    accounts: controller.accounts,
    get session() {
      return controller.identity.session;
    },
    restart: () => {
      controller.restart();
      server.closeAllConnections();
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
