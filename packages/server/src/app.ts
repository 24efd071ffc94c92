import { randomBytes } from 'node:crypto';
import type { ClientOptions } from '@buildbutler/contract';
import type { FastifyInstance } from 'fastify';
import { createApi } from './api/create-api.ts';
import { defaultRateLimits, type RateLimits } from './api/limit-rate.ts';
import type { CollectorSetup } from './collector-messages.ts';
import { CollectorThread } from './collector-thread.ts';
import type { Config } from './config/config.ts';
import { keyFileOf } from './config/read-config.ts';
import { createControllers } from './controllers.ts';
import type { Clock } from './core/clock.ts';
import type { Log } from './core/log.ts';
import type { Principal } from './core/principal.ts';
import { claimDataDir, prepareDataDir, storePathIn } from './data-dir.ts';
import { Disturbances } from './disturbances.ts';
import { inProcessFetch } from './in-process-fetch.ts';
import { askDirectly } from './insights/ask.ts';
import { listen } from './listen.ts';
import { removeServerAccess, writeServerAccess } from './local-access.ts';
import { authenticateSession } from './operations/authenticate-session.ts';
import { authenticateToken } from './operations/authenticate-token.ts';
import type { OperationContext } from './operations/context.ts';
import { createPasswords } from './operations/create-passwords.ts';
import { finishRemovals } from './operations/finish-removals.ts';
import { loadConnectionSettings } from './operations/load-connection-settings.ts';
import { openSecrets } from './operations/open-secrets.ts';
import { prepareSetup } from './operations/prepare-setup.ts';
import { createSetupToken } from './operations/setup-token.ts';
import { createSignInThrottle } from './operations/sign-in-throttle.ts';
import { createReadiness } from './readiness.ts';
import { openStore, type Store } from './storage/open-store.ts';
import type { Collector } from './sync/collector.ts';
import { systemClock } from './system-clock.ts';
import { watchedStore } from './watched-store.ts';
import { findWebDir } from './web-dir.ts';

/** `serve` listens and collects; `offline` does neither and may run beside a server. */
export type AppMode = 'serve' | 'offline';

export interface AppOptions {
  readonly log: Log;
  readonly mode?: AppMode;
  readonly clock?: Clock;
  readonly rateLimits?: RateLimits;
  readonly webDir?: string;
  /** In place of the collector's own thread. */
  readonly createCollector?: (setup: CollectorSetup) => Collector;
}

export interface App {
  /** `http://127.0.0.1:3000`; null while nothing listens. */
  readonly address: string | null;
  /** Where the first administrator is created; null when there is one. */
  readonly setupUrl: string | null;
  /** Lets the command line of this machine in. */
  readonly localToken: string;
  /** Asks this app without a socket. */
  readonly fetch: NonNullable<ClientOptions['fetch']>;
  readonly collector: Collector;
  /** Everything in reverse order, within 10 s; running requests are let finish for 3 s. Safe to call twice. */
  stop(): Promise<void>;
}

const idleCollector: Collector = {
  configure: async () => undefined,
  nudge: async () => undefined,
  idle: async () => undefined,
  stop: async () => undefined,
};

/** What lives as long as the app, and how to let go of it again. */
interface Foundation {
  readonly config: Config;
  readonly clock: Clock;
  readonly log: Log;
  readonly store: Store;
  readonly disturbances: Disturbances;
  readonly context: Omit<OperationContext, 'principal' | 'remoteAddress'>;
  readonly collector: Collector;
}

async function openFoundation(config: Config, options: AppOptions, stack: AsyncDisposableStack): Promise<Foundation> {
  const { clock = systemClock, log, mode = 'serve' } = options;
  const { addressRules, dataDir, syncIntervalMs, verifiesTlsByDefault } = config;
  await prepareDataDir(dataDir);
  if (mode === 'serve') {
    const lock = await claimDataDir(dataDir);
    stack.defer(() => lock.release());
  }
  const disturbances = new Disturbances();
  const opened = openStore({ path: storePathIn(dataDir), role: 'api' });
  stack.defer(() => opened.close());
  const store = watchedStore(opened, (problem) => disturbances.report('disk', problem));
  const { box: secrets, warning } = await openSecrets({ store }, keyFileOf(config));
  if (warning !== null) log.warn('secret_key', { message: warning });
  const setup: CollectorSetup = {
    storePath: storePathIn(dataDir),
    syncIntervalMs,
    addressRules,
    verifiesTlsByDefault,
    userAgent: `BuildButler/${config.version}`,
  };
  const onProblem = (problem: string | null) => disturbances.report('collector', problem);
  const collector =
    mode === 'offline'
      ? idleCollector
      : (options.createCollector?.(setup) ?? new CollectorThread({ setup, clock, log, onProblem }));
  stack.defer(() => collector.stop());
  const context: Foundation['context'] = {
    store,
    clock,
    secrets,
    passwords: createPasswords(),
    signInThrottle: createSignInThrottle(clock),
    setupToken: createSetupToken({ dataDir, clock }),
    controllers: createControllers({ ...setup, clock }),
    verifiesTlsByDefault,
    syncIntervalMs,
    connectionsChanged: async () => collector.configure(await loadConnectionSettings({ store, secrets })),
    async nudge(connectionId) {
      // A hint: a collector that starts again just now begins with every connection anyway.
      await collector.nudge(connectionId).catch((error: unknown) => {
        log.warn('nudge_lost', { connectionId, error: String(error) });
      });
    },
  };
  return { config, clock, log, store, disturbances, context, collector };
}

const drainMs = 2_000;

/** Lets running answers end, for a while; then cuts them. */
async function closeHttp(http: FastifyInstance, clock: Clock): Promise<void> {
  const done = new AbortController();
  const closing = http.close().finally(() => done.abort());
  void clock.sleep(drainMs, done.signal).then(() => http.server.closeAllConnections());
  await closing;
}

function createHttp(foundation: Foundation, options: AppOptions, localToken: string): Promise<FastifyInstance> {
  const { clock, config, context, disturbances, log, store } = foundation;
  return createApi({
    version: config.version,
    log,
    publicUrl: config.publicUrl,
    trustedProxies: config.trustedProxies,
    rateLimits: options.rateLimits ?? defaultRateLimits,
    webDir: options.webDir ?? findWebDir(),
    isCollecting: options.mode !== 'offline',
    authentication: {
      localToken,
      ofToken: (token) => authenticateToken(context, { token }),
      ofSession: (secret) => authenticateSession(context, { secret }),
    },
    readiness: createReadiness({ store, secrets: context.secrets, disturbances, clock }),
    ask: askDirectly(store, () => clock.nowMs()),
    contextFor: (principal: Principal, remoteAddress) => ({ ...context, principal, remoteAddress }),
  });
}

async function serve(foundation: Foundation, http: FastifyInstance, localToken: string): Promise<string> {
  const { config, log } = foundation;
  const address = await listen(http, config);
  await writeServerAccess(config.dataDir, { address, token: localToken, pid: process.pid });
  log.info('listening', { address, pid: process.pid, version: config.version });
  return address;
}

/** What a crash broke off in the middle of removing a connection; may take a while, beside everything else. */
function clearAway({ context, log }: Foundation): void {
  void finishRemovals(context).catch((error: unknown) => log.error('removal_failed', { error: String(error) }));
}

async function assemble(config: Config, options: AppOptions, stack: AsyncDisposableStack): Promise<App> {
  const foundation = await openFoundation(config, options, stack);
  const { clock, collector, context } = foundation;
  const localToken = `bb_local_${randomBytes(32).toString('base64url')}`;
  const http = await createHttp(foundation, options, localToken);
  stack.defer(() => closeHttp(http, clock));
  await http.ready();

  let address: string | null = null;
  let setupUrl: string | null = null;
  if (options.mode !== 'offline') {
    const setupToken = await prepareSetup(context, config.firstAdministrator);
    address = await serve(foundation, http, localToken);
    stack.defer(() => removeServerAccess(config.dataDir));
    setupUrl = setupToken === null ? null : `${config.publicUrl ?? address}/setup#token=${setupToken}`;
    await context.connectionsChanged();
    clearAway(foundation);
  }
  return { address, setupUrl, localToken, fetch: inProcessFetch(http), collector, stop: () => stack.disposeAsync() };
}

/** Assembles the whole app and starts it. Throws `AppError` with a sentence when it cannot; then nothing is left open. */
export async function createApp(config: Config, options: AppOptions): Promise<App> {
  const stack = new AsyncDisposableStack();
  try {
    return await assemble(config, options, stack);
  } catch (error) {
    await stack.disposeAsync();
    throw error;
  }
}
