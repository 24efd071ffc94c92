import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { CliError } from './cli/cli-error.ts';
import type { BackUpInput, Backup, Restored, RestoreInput, SecretsCheck } from './cli/house.ts';
import type { Config } from './config/config.ts';
import { keyFileOf } from './config/read-config.ts';
import { AppError } from './core/app-error.ts';
import { claimDataDir, prepareDataDir, storePathIn, storePlaceOf } from './data-dir.ts';
import { type RotatedKey, rotateKey } from './operations/rotate-key.ts';
import { verifySecrets } from './operations/verify-secrets.ts';
import { readKeyFile } from './secrets/master-key.ts';
import { keyIdOf } from './secrets/seal.ts';
import { backUpStore } from './storage/backup/back-up-store.ts';
import { restoreStore } from './storage/backup/restore-store.ts';
import { findSealedToken } from './storage/connection-repository.ts';
import { openStore, type Store } from './storage/open-store.ts';
import { systemClock } from './system-clock.ts';

const noDatabase = (verb: string, tool: string) =>
  new CliError('failed', `The store is a PostgreSQL database, which is not ${verb} from here.`, {
    code: 'unprocessable',
    fix: `Use the tools of PostgreSQL (${tool}), and keep the key file with its backup.`,
  });

async function withStore<T>(config: Config, work: (store: Store) => Promise<T>): Promise<T> {
  if (config.databaseUrl === null && !existsSync(storePathIn(config.dataDir)))
    throw new AppError('not_found', `There is no store in ${config.dataDir} yet.`);
  const store = openStore({ ...storePlaceOf(config), role: 'api' });
  try {
    return await work(store);
  } finally {
    await store.close();
  }
}

/** `2026-03-20T12-00-00Z`, as far as every file system takes it. */
const stampOf = (atMs: number) =>
  new Date(atMs)
    .toISOString()
    .replace(/\.\d+Z$/, 'Z')
    .replaceAll(':', '-');

/** Copies the store of this machine into a file, beside a running server too. */
export async function backUpHouse(config: Config, { file }: BackUpInput): Promise<Backup> {
  if (config.databaseUrl !== null) throw noDatabase('backed up', 'pg_dump');
  const takenAtMs = systemClock.nowMs();
  const path = storePathIn(config.dataDir);
  const sealed = await withStore(config, (store) => findSealedToken(store.db));
  const keyId = sealed === null ? null : keyIdOf(sealed);
  const target = resolve(file ?? `buildbutler-${stampOf(takenAtMs)}.db`);
  const bytes = backUpStore({ path, target, info: { takenAtMs, version: config.version, keyId } });
  return { file: target, bytes, keyId, keyFile: keyFileOf(config).keyFile };
}

/** Puts a backup into the data directory of this machine; no server may run on it. */
export async function restoreHouse(config: Config, { file, isReplacing }: RestoreInput): Promise<Restored> {
  if (config.databaseUrl !== null) throw noDatabase('restored', 'pg_restore');
  const { dataDir } = config;
  await prepareDataDir(dataDir);
  const lock = await claimDataDir(dataDir);
  try {
    const path = storePathIn(dataDir);
    const asideName = isReplacing ? `${path}.${stampOf(systemClock.nowMs())}.replaced` : null;
    const { info, movedTo } = restoreStore({ from: resolve(file), path, asideName });
    const sealed = await withStore(config, (store) => findSealedToken(store.db));
    const { keyFile } = keyFileOf(config);
    const key = readKeyFile(keyFile);
    const keyId = sealed === null ? null : keyIdOf(sealed);
    const isKeyRight = keyId === null || (key.state === 'read' && key.key.id === keyId);
    return { path, takenAtMs: info?.takenAtMs ?? null, movedTo, keyId, keyFile, isKeyRight };
  } finally {
    lock.release();
  }
}

/** Opens every secret of the store with the key of this machine. */
export async function verifySecretsOfHouse(config: Config): Promise<SecretsCheck> {
  const { keyFile } = keyFileOf(config);
  return { keyFile, ...(await withStore(config, (store) => verifySecrets(store.db, keyFile))) };
}

/** Replaces the master key; no server may run. */
export async function rotateKeyOfHouse(config: Config): Promise<RotatedKey> {
  const { keyFile } = keyFileOf(config);
  const lock = await claimDataDir(config.dataDir);
  try {
    return await withStore(config, (store) =>
      rotateKey({ store, clock: systemClock, principal: { kind: 'local' }, remoteAddress: null }, { keyFile }),
    );
  } finally {
    lock.release();
  }
}
