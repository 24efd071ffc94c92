import { readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';

const accessSchema = z.object({ address: z.url(), token: z.string().min(1), pid: z.int() });

/** How the command line of this machine reaches the server that runs on a data directory. */
export type ServerAccessFile = z.infer<typeof accessSchema>;

const fileOf = (dataDir: string) => join(dataDir, 'server.json');

/** Leaves address and token for the owner of the data directory (mode 0600); whole or not at all. */
export async function writeServerAccess(dataDir: string, access: ServerAccessFile): Promise<void> {
  const path = fileOf(dataDir);
  const draft = `${path}.${access.pid}`;
  await rm(draft, { force: true });
  try {
    await writeFile(draft, `${JSON.stringify(access)}\n`, { mode: 0o600, flag: 'wx' });
    await rename(draft, path);
  } catch (error) {
    await rm(draft, { force: true }).catch(() => undefined);
    throw error;
  }
}

/** What a server left there; null when there is nothing readable. A killed server leaves its file behind: ask the lock first. */
export async function readServerAccess(dataDir: string): Promise<ServerAccessFile | null> {
  try {
    return accessSchema.parse(JSON.parse(await readFile(fileOf(dataDir), 'utf8')));
  } catch {
    return null;
  }
}

/** A file that cannot be removed is no failure: without the lock nobody goes by it. */
export async function removeServerAccess(dataDir: string): Promise<void> {
  await rm(fileOf(dataDir), { force: true }).catch(() => undefined);
}
