import type { ConnectionSettings } from '../core/connection.ts';

/**
 * Something that makes the engine look sooner than it would: a build that is said to have started or ended, its number
 * null when it was not told, or `deep` = a person waits for what belongs to a finished build.
 */
export type CollectorHint = 'deep' | { readonly job: string; readonly number: number | null };

/** The engine as the rest of the app sees it: the same whether it runs in this thread or in another one. */
export interface Collector {
  /**
   * The whole list of connections that exist, with opened tokens. Idempotent: unknown ones start at once, changed ones
   * start anew with a clean circuit breaker, absent ones stop. Resolves when those that had to stop have stopped.
   */
  configure(connections: readonly ConnectionSettings[]): Promise<void>;
  /** "Sync now": forgets pauses between attempts and an open circuit breaker, and begins a pass at once. */
  nudge(connectionId: number): Promise<void>;
  /** Never believed, only looked into. Resolves at once; a hint for a connection that is not collected from is lost. */
  hint(connectionId: number, hint: CollectorHint): Promise<void>;
  /** Resolves once nothing is left to do for the moment on any connection: for tests. */
  idle(): Promise<void>;
  /** Lets running steps end and stores what is complete; resolves within 10 s. */
  stop(): Promise<void>;
}
