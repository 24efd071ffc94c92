import type { Clock } from '../../src/core/clock.ts';
import type { ConnectionSettings } from '../../src/core/connection.ts';
import { createController } from '../../src/jenkins/create-controller.ts';
import { createCollectionStore } from '../../src/storage/create-collection-store.ts';
import type { StepGuard } from '../../src/storage/leases/step-guard.ts';
import type { Store } from '../../src/storage/open-store.ts';
import type { Collector } from '../../src/sync/collector.ts';
import { createCollector } from '../../src/sync/create-collector.ts';
import { ciBot } from '../../testkit/fake-jenkins/access.ts';

export function settingsFor(baseUrl: string, change: Partial<ConnectionSettings> = {}): ConnectionSettings {
  return {
    id: 1,
    name: 'Fake',
    baseUrl,
    username: ciBot.name,
    token: ciBot.token,
    tlsMode: 'default',
    caCertificate: null,
    syncIntervalMs: null,
    historyDays: 90,
    historyBuilds: 5_000,
    includeJobs: [],
    excludeJobs: [],
    pace: 'normal',
    isPaused: false,
    ...change,
  };
}

const noLimits = {
  requestsPerSecond: Number.POSITIVE_INFINITY,
  loadsPerSecond: Number.POSITIVE_INFINITY,
  mostInFlight: 6,
};

/** A collector on a real store and real sockets; without the limits of politeness, so that nothing waits for a clock. */
export function collectorOn(
  store: Store,
  clock: Clock,
  options: {
    readonly defects?: unknown[];
    readonly random?: () => number;
    readonly guard?: StepGuard;
    /** Instead of `defects`. */
    readonly onDefect?: (connectionId: number | null, error: unknown) => void;
  } = {},
): Collector {
  return createCollector({
    store: createCollectionStore(store, options.guard),
    clock,
    createController: (connection) =>
      createController({
        connection,
        addressRules: { isListeningOnLoopback: true, allow: [] },
        verifiesTlsByDefault: true,
        userAgent: 'BuildButler/test',
        clock,
        limits: noLimits,
        random: () => 0,
      }),
    defaultSyncIntervalMs: 30_000,
    random: options.random ?? (() => 0.5),
    onDefect: options.onDefect ?? ((_id, error) => options.defects?.push(error)),
  });
}
