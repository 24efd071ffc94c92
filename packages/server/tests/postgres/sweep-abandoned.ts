import { readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** Ends the server of a folder, if the process that its file names is one: numbers of processes are given again. */
async function endServerOf(folder: string): Promise<void> {
  try {
    const [line = ''] = (await readFile(join(folder, 'data', 'postmaster.pid'), 'utf8')).split('\n');
    const pid = Number(line);
    const command = await readFile(`/proc/${pid}/cmdline`, 'utf8');
    if (command.includes(folder)) process.kill(pid, 'SIGQUIT');
  } catch {
    // It has ended, or this system does not tell.
  }
}

/** Clears away what test runs left behind that were killed. */
export async function sweepAbandoned(): Promise<void> {
  for (const name of await readdir(tmpdir())) {
    const owner = /^buildbutler-postgres-(\d+)-/.exec(name)?.[1];
    if (owner === undefined || isAlive(Number(owner))) continue;
    const folder = join(tmpdir(), name);
    await endServerOf(folder);
    await rm(folder, { recursive: true, force: true }).catch(() => undefined);
  }
}
