import { randomBytes } from 'node:crypto';
import type { ClientOptions } from '@buildbutler/contract';
import type { FastifyInstance } from 'fastify';
import { AccountSweep } from './account-sweep.ts';
import { announceServer } from './announce-server.ts';
import { createApi } from './api/create-api.ts';
import { defaultRateLimits } from './api/limit-rate.ts';
import type { AppOptions } from './app-options.ts';
import type { Config } from './config/config.ts';
import { ConnectionWatch } from './connection-watch.ts';
import type { Clock } from './core/clock.ts';
import type { Principal } from './core/principal.ts';
import { Disturbances } from './disturbances.ts';
import { type Foundation, openFoundation } from './foundation.ts';
import { inProcessFetch } from './in-process-fetch.ts';
import { listen } from './listen.ts';
import { removeServerAccess } from './local-access.ts';
import { authenticateSession } from './operations/authenticate-session.ts';
import { authenticateToken } from './operations/authenticate-token.ts';
import { finishRemovals } from './operations/finish-removals.ts';
import { prepareSetup } from './operations/prepare-setup.ts';
import { createReadiness } from './readiness.ts';
import type { Collector } from './sync/collector.ts';
import { systemClock } from './system-clock.ts';
import { findWebDir } from './web-dir.ts';

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
  /** Everything in reverse order, within 10 s; running answers may end for 2 s. Safe to call twice. */
  stop(): Promise<void>;
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
  const { ask, clock, config, context, disturbances, log, store } = foundation;
  return createApi({
    version: config.version,
    log,
    publicUrl: config.publicUrl,
    trustedProxies: config.trustedProxies,
    rateLimits: options.rateLimits ?? defaultRateLimits,
    webDir: options.webDir ?? findWebDir(),
    // The command line on a database of several processes can ask those that do.
    isCollecting: options.mode !== 'offline' || config.databaseUrl !== null,
    authentication: {
      localToken,
      ofToken: (token) => authenticateToken(context, { token }),
      ofSession: (secret) => authenticateSession(context, { secret }),
    },
    readiness: createReadiness({ store, secrets: context.secrets, disturbances, clock }),
    ask,
    contextFor: (principal: Principal, remoteAddress) => ({ ...context, principal, remoteAddress }),
  });
}

interface Serving {
  readonly http: FastifyInstance;
  readonly localToken: string;
  readonly stack: AsyncDisposableStack;
}

async function serve(foundation: Foundation, { http, localToken: token, stack }: Serving): Promise<string> {
  const { clock, config, disturbances, log } = foundation;
  const { dataDir } = config;
  const address = await listen(http, config);
  const stopping = new AbortController();
  stack.defer(() => removeServerAccess(dataDir));
  stack.defer(() => stopping.abort());
  const { signal } = stopping;
  await announceServer({ dataDir, access: { address, token, pid: process.pid }, clock, log, disturbances, signal });
  log.info('listening', { address, pid: process.pid, version: config.version });
  return address;
}

/** What a crash broke off in the middle of removing a connection; may take a while, beside everything else. */
function clearAway({ context, log }: Foundation): void {
  void finishRemovals(context).catch((error: unknown) => log.error('removal_failed', { error: String(error) }));
}

/** Audit lines, sessions and links that are over. */
function sweepAway({ clock, log, store }: Foundation, stack: AsyncDisposableStack): void {
  const onError = (error: unknown) => log.error('account_sweep_failed', { error: String(error) });
  const sweep = new AccountSweep({ store, clock, onError });
  stack.defer(() => sweep.stop());
}

/** Other processes on the same database change connections too. */
function watchOthers({ clock, config, context, log, store }: Foundation, stack: AsyncDisposableStack): void {
  if (config.databaseUrl === null) return;
  const onError = (error: unknown) => log.error('connection_watch_failed', { error: String(error) });
  const watch = new ConnectionWatch({ store, clock, onChange: () => context.connectionsChanged(), onError });
  stack.defer(() => watch.stop());
}

async function assemble(config: Config, options: AppOptions, stack: AsyncDisposableStack): Promise<App> {
  const { clock = systemClock } = options;
  const disturbances = new Disturbances();
  const foundation = await openFoundation({ config, clock, options, stack, disturbances });
  const { collector, context } = foundation;
  const localToken = `bb_local_${randomBytes(32).toString('base64url')}`;
  const http = await createHttp(foundation, options, localToken);
  stack.defer(() => closeHttp(http, clock));
  await http.ready();

  let address: string | null = null;
  let setupUrl: string | null = null;
  if (options.mode !== 'offline') {
    const setupToken = await prepareSetup(context, config.firstAdministrator);
    address = await serve(foundation, { http, localToken, stack });
    setupUrl = setupToken === null ? null : `${config.publicUrl ?? address}/setup#token=${setupToken}`;
    await context.connectionsChanged();
    watchOthers(foundation, stack);
    clearAway(foundation);
    sweepAway(foundation, stack);
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
