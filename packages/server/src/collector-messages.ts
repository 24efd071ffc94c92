import type { AddressRules } from './core/address-rules.ts';
import type { ConnectionSettings } from './core/connection.ts';
import type { LimiterLimits } from './jenkins/controller-options.ts';
import type { StorePlace } from './storage/open-store.ts';
import type { CollectorHint } from './sync/collector.ts';

/** What the collector's thread is started with; tokens come later, by message. */
export interface CollectorSetup {
  readonly store: StorePlace;
  /** Names this process among those that share a database. */
  readonly holder: string;
  /** The process that ran on this data directory before, and has ended. */
  readonly predecessor: string | null;
  readonly syncIntervalMs: number;
  readonly addressRules: AddressRules;
  readonly verifiesTlsByDefault: boolean;
  readonly userAgent: string;
  /** In place of those that the pace of a connection stands for: benches at full speed. */
  readonly limits?: LimiterLimits;
}

export type CollectorCommand =
  | { readonly kind: 'configure'; readonly connections: readonly ConnectionSettings[] }
  | { readonly kind: 'nudge'; readonly connectionId: number }
  | { readonly kind: 'hint'; readonly connectionId: number; readonly hint: CollectorHint }
  | { readonly kind: 'idle' }
  | { readonly kind: 'stop' };

/** To the thread: each is answered once, with the same id. */
export interface CollectorRequest {
  readonly id: number;
  readonly command: CollectorCommand;
}

/** From the thread. `storage` tells whether the disk takes what is collected (null = it does), `defect` of a bug in the engine. */
export type CollectorReport =
  | { readonly kind: 'answer'; readonly id: number; readonly error: string | null }
  | { readonly kind: 'storage'; readonly problem: string | null }
  | { readonly kind: 'defect'; readonly connectionId: number | null; readonly error: string; readonly stack: string };
