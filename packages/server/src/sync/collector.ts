import type { ConnectionSettings } from '../core/connection.ts';

/** The engine as the rest of the app sees it: the same whether it runs in this thread or in another one. */
export interface Collector {
  /**
   * The whole list of connections that exist, with opened tokens. Idempotent: unknown ones start at once, changed ones
   * start anew with a clean circuit breaker, absent ones stop. Resolves when those that had to stop have stopped.
   */
  configure(connections: readonly ConnectionSettings[]): Promise<void>;
  /** "Sync now": forgets pauses between attempts and an open circuit breaker, and begins a pass at once. */
  nudge(connectionId: number): Promise<void>;
  /** Resolves once nothing is left to do for the moment on any connection: for tests. */
  idle(): Promise<void>;
  /** Lets running steps end and stores what is complete; resolves within 10 s. */
  stop(): Promise<void>;
}
