import type { AppOptions } from './app-options.ts';
import type { CollectorSetup } from './collector-messages.ts';
import { CollectorThread } from './collector-thread.ts';
import type { Config } from './config/config.ts';
import { keyFileOf } from './config/read-config.ts';
import { createControllers } from './controllers.ts';
import type { Clock } from './core/clock.ts';
import type { Log } from './core/log.ts';
import { claimDataDir, prepareDataDir, protectStore, refuseLostStore, storePlaceOf } from './data-dir.ts';
import type { Disturbances } from './disturbances.ts';
import { type Ask, askDirectly } from './insights/ask.ts';
import { nameProcess, type ProcessNames } from './name-process.ts';
import type { OperationContext } from './operations/context.ts';
import { createPasswords } from './operations/create-passwords.ts';
import { createHookGate } from './operations/hook-gate.ts';
import { loadConnectionSettings } from './operations/load-connection-settings.ts';
import { openSecrets } from './operations/open-secrets.ts';
import { createSetupToken } from './operations/setup-token.ts';
import { createSignInThrottle } from './operations/sign-in-throttle.ts';
import { ReaderPool } from './reader-pool.ts';
import { leaveNote } from './storage/leases/leave-note.ts';
import { openStore, type Store } from './storage/open-store.ts';
import type { Collector } from './sync/collector.ts';
import { type CollectorNote, writeNote } from './sync/collector-note.ts';
import { watchedStore } from './watched-store.ts';

const mostReaders = 2;
const tlsWarning =
  'JENKINS_TLS_REJECT_UNAUTHORIZED turns the check of certificates off for every connection in TLS mode "default": whoever sits in between can read their tokens. Better paste the certificate of your authority into the connection.';

const nothing = async () => undefined;

/** The command line collects nothing; on a database of several processes, it can ask those that do. */
function createIdleCollector({ databaseUrl }: Config, store: Store): Collector {
  const ask = async (connectionId: number, note: CollectorNote) => {
    if (databaseUrl !== null) await store.transaction((tx) => leaveNote(tx, { connectionId, note: writeNote(note) }));
  };
  return {
    configure: nothing,
    nudge: (connectionId) => ask(connectionId, { kind: 'nudge' }),
    hint: (connectionId, hint) => ask(connectionId, { kind: 'hint', hint }),
    idle: nothing,
    stop: nothing,
  };
}

/** What lives as long as the app, below the HTTP side. */
export interface Foundation {
  readonly config: Config;
  readonly clock: Clock;
  readonly log: Log;
  readonly store: Store;
  readonly disturbances: Disturbances;
  readonly context: Omit<OperationContext, 'principal' | 'remoteAddress'>;
  readonly collector: Collector;
  readonly ask: Ask;
}

interface Place {
  readonly config: Config;
  readonly clock: Clock;
  readonly options: AppOptions;
  /** Lets go of everything again, in reverse. */
  readonly stack: AsyncDisposableStack;
  readonly disturbances: Disturbances;
}

async function openOwnStore({ clock, config, disturbances, options, stack }: Place): Promise<Store> {
  const { dataDir } = config;
  await prepareDataDir(dataDir);
  if (options.mode !== 'offline') {
    const lock = await claimDataDir(dataDir);
    stack.defer(() => lock.release());
  }
  if (config.databaseUrl === null) {
    await refuseLostStore(dataDir, clock);
    await protectStore(dataDir);
  }
  const store = openStore({ ...storePlaceOf(config), role: 'api' });
  stack.defer(() => store.close());
  return watchedStore(store, (problem) => disturbances.report('disk', problem));
}

function controllerDefaults({ addressRules, verifiesTlsByDefault, version }: Config) {
  return { addressRules, verifiesTlsByDefault, userAgent: `BuildButler/${version}` };
}

function setupOf(config: Config, names: ProcessNames): CollectorSetup {
  return {
    ...names,
    store: storePlaceOf(config),
    syncIntervalMs: config.syncIntervalMs,
    ...controllerDefaults(config),
  };
}

async function openCollector({ clock, config, disturbances, options, stack }: Place, store: Store): Promise<Collector> {
  if (options.mode === 'offline') return createIdleCollector(config, store);
  const setup = setupOf(config, await nameProcess(config));
  const onProblem = (problem: string | null) => disturbances.report('collector', problem);
  const collector =
    options.createCollector?.(setup) ?? new CollectorThread({ setup, clock, log: options.log, onProblem });
  stack.defer(() => collector.stop());
  return collector;
}

/** Questions get threads of their own, except in the command line, which asks one and ends. */
function openAsk({ clock, config, options, stack }: Place, store: Store): Ask {
  if (options.mode === 'offline') return askDirectly(store, () => clock.nowMs());
  const setup = { store: storePlaceOf(config) };
  const pool = new ReaderPool({ setup, clock, log: options.log, mostThreads: mostReaders });
  stack.defer(() => pool.close());
  return pool.ask;
}

/** Opens everything that operations and questions need. What was opened is in the stack, also when this throws. */
export async function openFoundation(place: Place): Promise<Foundation> {
  const { clock, config, disturbances, options } = place;
  const { dataDir, syncIntervalMs, verifiesTlsByDefault } = config;
  const { log } = options;
  const store = await openOwnStore(place);
  const { box: secrets, warning } = await openSecrets({ store }, keyFileOf(config));
  if (warning !== null) log.warn('secret_key', { message: warning });
  if (!verifiesTlsByDefault) log.warn('tls_not_verified', { message: tlsWarning });
  const collector = await openCollector(place, store);
  const controllers = createControllers({ ...controllerDefaults(config), clock });
  place.stack.defer(() => controllers.close());
  const context: Foundation['context'] = {
    store,
    clock,
    secrets,
    passwords: createPasswords(),
    signInThrottle: createSignInThrottle(clock),
    setupToken: createSetupToken({ dataDir, clock }),
    hookGate: createHookGate(clock),
    controllers,
    publicUrl: config.publicUrl,
    verifiesTlsByDefault,
    syncIntervalMs,
    connectionsChanged: async () => collector.configure(await loadConnectionSettings({ store, secrets })),
    async nudge(connectionId) {
      // A hint: a collector that starts again just now begins with every connection anyway.
      await collector.nudge(connectionId).catch((error: unknown) => {
        log.warn('nudge_lost', { connectionId, error: String(error) });
      });
    },
    // Not waited for: Jenkins holds a build's executor until it is answered. A collector that starts again looks at everything anyway.
    async hint(connectionId, hint) {
      void collector.hint(connectionId, hint).catch(() => undefined);
    },
  };
  return { config, clock, log, store, disturbances, context, collector, ask: openAsk(place, store) };
}
