import { chmod, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { CliError } from './cli-error.ts';

const loginSchema = z.object({ url: z.url(), token: z.string().min(1) });
export type SavedLogin = z.infer<typeof loginSchema>;

/** Where `buildbutler login` keeps address and token; readable by its owner only. */
export function loginFile(dataDir: string): string {
  return join(dataDir, 'login.json');
}

/** The saved login of this data directory, or null when there is none. */
export async function readLogin(dataDir: string): Promise<SavedLogin | null> {
  const path = loginFile(dataDir);
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw new CliError('failed', `The saved login ${path} cannot be read (${(error as Error).message}).`, {
      code: 'login_unreadable',
    });
  }
  try {
    return loginSchema.parse(JSON.parse(text));
  } catch {
    throw new CliError('failed', `The saved login ${path} is damaged.`, {
      code: 'login_unreadable',
      fix: 'Sign in again with `buildbutler login`, or remove it with `buildbutler logout`.',
    });
  }
}

/** Keeps a login in a file of mode 0600, in a directory of mode 0700 if it has to be made. */
export async function saveLogin(dataDir: string, login: SavedLogin): Promise<void> {
  await mkdir(dataDir, { recursive: true, mode: 0o700 });
  const path = loginFile(dataDir);
  // An older file keeps its mode through writeFile, so it is narrowed before the token is in it.
  await chmod(path, 0o600).catch(() => undefined);
  await writeFile(path, `${JSON.stringify(login, null, 2)}\n`, { mode: 0o600 });
}

/** Forgets the saved login; true when there was one. */
export async function removeLogin(dataDir: string): Promise<boolean> {
  try {
    await rm(loginFile(dataDir));
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return false;
    throw error;
  }
}
