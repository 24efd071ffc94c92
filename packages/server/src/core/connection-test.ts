import type { ConnectionCode } from './connection.ts';

/** One line of the rights grid: `isGranted` null = could not be found out. `effect` says what BuildButler loses without it. */
export interface Right {
  readonly name: string;
  readonly isGranted: boolean | null;
  readonly effect: string;
}

/** What trying a connection found out. `isOk` stays true for the warning `no_jobs_visible`. */
export interface ConnectionTestReport {
  readonly isOk: boolean;
  readonly code: 'ok' | ConnectionCode;
  readonly message: string;
  readonly cause: string | null;
  readonly fix: string | null;
  readonly jenkinsVersion: string | null;
  readonly authenticatedAs: string | null;
  readonly jobsVisible: number | null;
  /** Of the first answer. */
  readonly latencyMs: number | null;
  readonly isTlsVerified: boolean;
  readonly suggestedUrl: string | null;
  readonly rights: readonly Right[];
}
