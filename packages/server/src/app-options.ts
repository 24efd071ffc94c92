import type { RateLimits } from './api/limit-rate.ts';
import type { CollectorSetup } from './collector-messages.ts';
import type { Clock } from './core/clock.ts';
import type { Log } from './core/log.ts';
import type { Collector } from './sync/collector.ts';

/** `serve` listens and collects; `offline` does neither and may run beside a server. */
export type AppMode = 'serve' | 'offline';

export interface AppOptions {
  readonly log: Log;
  readonly mode?: AppMode;
  readonly clock?: Clock;
  readonly rateLimits?: RateLimits;
  readonly webDir?: string;
  /** In place of the collector's own thread. */
  readonly createCollector?: (setup: CollectorSetup) => Collector;
}
