import { createClient, routes } from '@buildbutler/contract';
import type { App } from './app.ts';
import type { AppOptions } from './app-options.ts';
import { CliError } from './cli/cli-error.ts';
import type { House, LocalAccess, RunningServer, ServeOverrides } from './cli/house.ts';
import type { Config } from './config/config.ts';
import { describeDatabase } from './config/database-url.ts';
import type { CliSettings } from './config/read-cli-settings.ts';
import type { ConfigOverrides } from './config/read-config.ts';
import type { Log } from './core/log.ts';
import { createLineLog } from './line-log.ts';
import { readServerAccess } from './local-access.ts';
import { isDataDirLocked } from './storage/lock-data-dir.ts';
import { systemClock } from './system-clock.ts';

export interface LocalHouseOptions {
  readonly settings: () => CliSettings;
  /** Reads the environment when the app is needed, so that help works with a wrong setting. Throws `AppError`. */
  readonly config: (overrides?: ConfigOverrides) => Config;
  /** Receives the log of a server, line by line. */
  readonly writeLog: (line: string) => void;
  /** The log goes to a terminal. */
  readonly isLogForPerson: boolean;
}

const answerWithinMs = 3_000;
const startsWithinMs = 5_000;
const lookAgainMs = 100;

/** Another place has a store and a key of its own: those of the environment stay out. */
function withOverrides(config: Config, { dataDir, firstAdministrator }: ServeOverrides): Config {
  return {
    ...config,
    ...(dataDir === undefined ? {} : { databaseUrl: null, secretKeyFile: null }),
    ...(firstAdministrator === undefined ? {} : { firstAdministrator }),
  };
}

async function isAlive(address: string): Promise<boolean> {
  try {
    const signal = AbortSignal.timeout(answerWithinMs);
    await createClient({ baseUrl: address }).call(routes.getHealth, {}, { signal });
    return true;
  } catch {
    return false;
  }
}

/**
 * The server that holds this data directory; null when none does. One that starts or stops just now is waited for,
 * since what is changed behind its back would not be noticed. Throws `CliError` when it stays silent.
 */
async function findServer(dataDir: string): Promise<LocalAccess | null> {
  const giveUpAtMs = systemClock.nowMs() + startsWithinMs;
  // Without the lock, the file that a killed server left behind could lead to whatever listens there now.
  while (isDataDirLocked(dataDir)) {
    const access = await readServerAccess(dataDir);
    if (access !== null && (await isAlive(access.address))) {
      return { baseUrl: access.address, token: access.token, close: async () => undefined };
    }
    if (systemClock.nowMs() > giveUpAtMs) {
      throw new CliError('unreachable', `The server of the data directory ${dataDir} does not answer.`, {
        code: 'unreachable',
        fix: 'Look at its log, or stop it: without a server this works as well.',
      });
    }
    await systemClock.sleep(lookAgainMs);
  }
  return null;
}

/** Loaded when it is needed: asking a server that runs takes a third of a second less without it. */
async function startApp(config: Config, options: AppOptions): Promise<App> {
  const { createApp } = await import('./app.ts');
  return createApp(config, options);
}

/** Everything of this machine that the command line works with. */
export function createLocalHouse({ config, settings, writeLog, isLogForPerson }: LocalHouseOptions): House {
  const logFor = (level: Config['logLevel']): Log =>
    createLineLog({ level, nowMs: () => systemClock.nowMs(), isForPerson: isLogForPerson, write: writeLog });
  return {
    settings,
    findServer: () => findServer(config().dataDir),
    async openOffline() {
      const app = await startApp(config(), { mode: 'offline', log: logFor('error') });
      const hasPeers = config().databaseUrl !== null;
      return { baseUrl: '', token: app.localToken, fetch: app.fetch, hasPeers, close: () => app.stop() };
    },
    async serve(overrides) {
      const merged = withOverrides(config(overrides), overrides);
      return toRunningServer(await startApp(merged, { log: logFor(merged.logLevel) }), merged);
    },
    async inspect() {
      const { inspectHouse } = await import('./inspect-house.ts');
      return inspectHouse(config());
    },
    async recount() {
      const { recountHouse } = await import('./recount-house.ts');
      return recountHouse(config());
    },
    async copyStore(request) {
      const { copyToDatabase } = await import('./copy-to-database.ts');
      return copyToDatabase(config(), request);
    },
    async backUp(input) {
      const { backUpHouse } = await import('./keep-house.ts');
      return backUpHouse(config(), input);
    },
    async restore(input) {
      const { restoreHouse } = await import('./keep-house.ts');
      return restoreHouse(config(), input);
    },
    async verifySecrets() {
      const { verifySecretsOfHouse } = await import('./keep-house.ts');
      return verifySecretsOfHouse(config());
    },
    async rotateKey() {
      const { rotateKeyOfHouse } = await import('./keep-house.ts');
      return rotateKeyOfHouse(config());
    },
  };
}

function toRunningServer({ address, localToken, setupUrl, stop }: App, { databaseUrl }: Config): RunningServer {
  const database = databaseUrl === null ? null : describeDatabase(databaseUrl);
  return { address: address ?? '', setupUrl, token: localToken, database, close: stop };
}
