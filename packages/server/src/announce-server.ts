import type { Clock } from './core/clock.ts';
import type { Log } from './core/log.ts';
import type { Disturbances } from './disturbances.ts';
import { type ServerAccessFile, writeServerAccess } from './local-access.ts';

const againMs = 10_000;

export interface Announcement {
  readonly dataDir: string;
  readonly access: ServerAccessFile;
  readonly clock: Clock;
  readonly log: Log;
  readonly disturbances: Disturbances;
  /** Aborts when the server stops. */
  readonly signal: AbortSignal;
}

async function announce({ access, dataDir, disturbances, log }: Announcement): Promise<boolean> {
  try {
    await writeServerAccess(dataDir, access);
    disturbances.report('announcement', null);
    return true;
  } catch (error) {
    const { code = 'unknown error' } = error as NodeJS.ErrnoException;
    const message = `The data directory ${dataDir} cannot be written (${code}): the command line of this machine does not find this server.`;
    disturbances.report('announcement', `The data directory cannot be written (${code}).`);
    log.warn('not_announced', { message });
    return false;
  }
}

/**
 * Leaves address and token for the command line of this machine. A full disk must not keep people from reading, so the
 * server runs without, and tries every ten seconds until it stops.
 */
export async function announceServer(announcement: Announcement): Promise<void> {
  const { clock, signal } = announcement;
  if (await announce(announcement)) return;
  void (async () => {
    do await clock.sleep(againMs, signal);
    while (!signal.aborted && !(await announce(announcement)));
  })();
}
