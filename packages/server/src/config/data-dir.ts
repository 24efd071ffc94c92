import { homedir } from 'node:os';
import { isAbsolute, join } from 'node:path';
import type { Environment } from './environment.ts';

/** Where programs keep their data on this platform; an override of the user (`XDG_DATA_HOME`, `LOCALAPPDATA`) counts. */
export function defaultDataDir(env: Environment, platform: NodeJS.Platform = process.platform): string {
  const home = env.HOME || homedir();
  if (platform === 'darwin') return join(home, 'Library', 'Application Support', 'buildbutler');
  if (platform === 'win32') return join(env.LOCALAPPDATA || join(homedir(), 'AppData', 'Local'), 'buildbutler');
  // The XDG base directory specification: relative paths are to be ignored.
  const data = env.XDG_DATA_HOME;
  return join(data !== undefined && isAbsolute(data) ? data : join(home, '.local', 'share'), 'buildbutler');
}
