import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Finding } from './cli/house.ts';
import type { Config } from './config/config.ts';
import { keyFileOf } from './config/read-config.ts';
import { AppError } from './core/app-error.ts';
import { refuseLostStore, storePathIn } from './data-dir.ts';
import { inspectDatabase } from './inspect-database.ts';
import { readKeyFile } from './secrets/master-key.ts';
import { inspectStore } from './storage/inspect-store.ts';
import { systemClock } from './system-clock.ts';
import { findWebDir } from './web-dir.ts';

async function inspectStoreOf({ dataDir }: Config): Promise<Finding> {
  const name = 'store';
  const path = storePathIn(dataDir);
  try {
    await refuseLostStore(dataDir, systemClock);
    const { exists, newestSchemaVersion, problems, schemaVersion } = inspectStore(path);
    if (!exists)
      return { name, state: 'skipped', message: `there is none in ${dataDir} yet; the first start makes it` };
    if (schemaVersion > newestSchemaVersion) {
      return {
        name,
        state: 'failed',
        message: `${path} has schema ${schemaVersion}, but this version knows only up to ${newestSchemaVersion}`,
        fix: 'Start the newer version that wrote it, or restore a backup.',
      };
    }
    if (problems.length > 0) {
      return {
        name,
        state: 'failed',
        message: `${path} is damaged: ${problems.join('; ')}`,
        fix: 'Stop BuildButler and restore a backup.',
      };
    }
    return { name, state: 'ok', message: `${path} is sound (schema ${schemaVersion})` };
  } catch (error) {
    if (error instanceof AppError) return { name, state: 'failed', message: error.message };
    throw error;
  }
}

function inspectKey(config: Config): Finding {
  const name = 'key file';
  const { keyFile } = keyFileOf(config);
  const read = readKeyFile(keyFile);
  if (read.state === 'missing' && config.databaseUrl === null && existsSync(storePathIn(config.dataDir))) {
    return {
      name,
      state: 'failed',
      message: `${keyFile} is missing; what was sealed with it cannot be opened after the next start`,
      fix: 'Put the key file back. If no connection has a token yet, a restart makes a new one.',
    };
  }
  if (read.state === 'missing') return { name, state: 'skipped', message: `there is none at ${keyFile} yet` };
  if (read.state === 'unreadable') {
    return { name, state: 'failed', message: `${keyFile}: ${read.why}`, fix: 'Put the right key file back.' };
  }
  if (read.isExposed) {
    const fix = `chmod 600 ${keyFile}`;
    return { name, state: 'warning', message: `${keyFile} can be read by others on this machine`, fix };
  }
  return { name, state: 'ok', message: keyFile };
}

function inspectWebApp(): Finding {
  const webDir = findWebDir();
  return existsSync(join(webDir, 'index.html'))
    ? { name: 'web pages', state: 'ok', message: `built, in ${webDir}` }
    : { name: 'web pages', state: 'warning', message: 'not built', fix: 'Run `npm run build` in the repository.' };
}

/** Store, key file and web pages of this machine, looked at without changing them. */
export async function inspectHouse(config: Config): Promise<readonly Finding[]> {
  const { databaseUrl } = config;
  const store = databaseUrl === null ? inspectStoreOf(config) : inspectDatabase(databaseUrl);
  return [await store, inspectKey(config), inspectWebApp()];
}
