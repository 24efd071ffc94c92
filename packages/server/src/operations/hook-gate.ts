import type { Clock } from '../core/clock.ts';

/** Lets announcements of builds through: each once in a moment, and no more in a minute than can be of use. */
export interface HookGate {
  /** `again` = the same was announced just now; `flooded` = too many of this connection. */
  judge(connectionId: number, announcement: string): 'new' | 'again' | 'flooded';
}

const sameWithinMs = 1_000;
const windowMs = 60_000;
const mostPerWindow = 1_200;
const mostRemembered = 5_000;

/** One for the whole app. */
export function createHookGate(clock: Clock): HookGate {
  const lastMs = new Map<string, number>();
  const windows = new Map<number, { startedAtMs: number; count: number }>();

  function isFlooded(connectionId: number, nowMs: number): boolean {
    const window = windows.get(connectionId);
    if (window === undefined || nowMs - window.startedAtMs >= windowMs) {
      windows.set(connectionId, { startedAtMs: nowMs, count: 1 });
      return false;
    }
    window.count += 1;
    return window.count > mostPerWindow;
  }

  return {
    judge(connectionId, announcement) {
      const nowMs = clock.nowMs();
      if (isFlooded(connectionId, nowMs)) return 'flooded';
      const key = `${connectionId} ${announcement}`;
      const before = lastMs.get(key);
      if (before !== undefined && nowMs - before < sameWithinMs) return 'again';
      // Insertion order is age: the oldest come first.
      lastMs.delete(key);
      lastMs.set(key, nowMs);
      for (const [old, atMs] of lastMs) {
        if (lastMs.size <= mostRemembered && nowMs - atMs < sameWithinMs) break;
        lastMs.delete(old);
      }
      return 'new';
    },
  };
}
