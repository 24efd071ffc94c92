import { randomBytes } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import type { Config } from './config/config.ts';

export interface ProcessNames {
  /** Names this process to the others on its database, and to a person who looks into the table. */
  readonly holder: string;
  /** The last one on this data directory, whose lock says that it has ended; null = there was none. */
  readonly predecessor: string | null;
}

/**
 * A name for this process, left in the data directory for the next one: it takes over at once what a killed one held,
 * instead of waiting until the leases run out. A folder that cannot be written costs only that.
 */
export async function nameProcess({
  dataDir,
  databaseUrl,
}: Pick<Config, 'dataDir' | 'databaseUrl'>): Promise<ProcessNames> {
  const holder = `${hostname()}:${process.pid}:${randomBytes(6).toString('hex')}`;
  if (databaseUrl === null) return { holder, predecessor: null };
  const file = join(dataDir, 'collector-name');
  const predecessor = await readFile(file, 'utf8').catch(() => '');
  await writeFile(file, `${holder}\n`, { mode: 0o600 }).catch(() => undefined);
  return { holder, predecessor: predecessor.trim() || null };
}
