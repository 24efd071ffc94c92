import type { FoundStageSource } from './stage.ts';

export type TlsMode = 'default' | 'ca' | 'insecure';
export type Pace = 'gentle' | 'normal' | 'fast';

/** One configured access to a controller, its token opened. Never logged, never sent to a client. */
export interface ConnectionSettings {
  readonly id: number;
  readonly name: string;
  /** Scheme, host, port and prefix; no slash at the end. */
  readonly baseUrl: string;
  readonly username: string;
  /** Null when the sealed token cannot be opened (locked mode). */
  readonly token: string | null;
  readonly tlsMode: TlsMode;
  readonly caCertificate: string | null;
  /** Null = the server-wide interval. */
  readonly syncIntervalMs: number | null;
  readonly historyDays: number;
  readonly historyBuilds: number;
  readonly includeJobs: readonly string[];
  readonly excludeJobs: readonly string[];
  readonly pace: Pace;
  readonly isPaused: boolean;
}

/** The closed list of what can be wrong between us and a controller. */
export type ConnectionCode =
  | 'unauthorized'
  | 'forbidden'
  | 'no_jobs_visible'
  | 'timeout'
  | 'unreachable'
  | 'dns'
  | 'tls_untrusted'
  | 'tls_hostname'
  | 'tls_expired'
  | 'tls_protocol'
  | 'not_jenkins'
  | 'redirect_refused'
  | 'unavailable'
  | 'anonymous_session'
  | 'not_found'
  | 'rate_limited'
  | 'response_too_large'
  | 'bad_data'
  | 'address_denied'
  | 'secret_unreadable'
  | 'internal';

/** A failure with everything a person needs: what happened, why most likely, what to do. */
export interface ConnectionProblem {
  readonly code: ConnectionCode;
  readonly message: string;
  readonly cause: string;
  readonly fix: string;
  /** From `Retry-After`, when the controller said so. */
  readonly retryAfterMs?: number;
  /** The address that the controller pointed to, when it is only a corrected form of ours. */
  readonly suggestedUrl?: string;
}

export type Outcome<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly problem: ConnectionProblem };

/** `sync_phase` of a first import, in order. */
export type SyncPhase = 'waiting' | 'mapping' | 'latest' | 'recent' | 'older' | 'done';

/** What the collector knows of a connection and stores with each step. */
export interface ConnectionState {
  readonly phase: SyncPhase;
  readonly progressDone: number;
  readonly progressTotal: number;
  readonly etaSeconds: number | null;
  readonly isIdle: boolean;
  readonly lastSuccessAtMs: number | null;
  readonly lastProblem: (ConnectionProblem & { readonly atMs: number }) | null;
  readonly consecutiveFailures: number;
  /** Null = nothing is planned until a person acts (paused, 401). */
  readonly nextAttemptAtMs: number | null;
  readonly jenkinsVersion: string | null;
  /** `X-Jenkins-Session`: changes at every start of the controller. */
  readonly session: string | null;
  readonly requestsPerMinute: number;
  readonly droppedItems: number;
  readonly agentsOnline: number;
  readonly agentsTotal: number;
  readonly queueLength: number;
  /** The plugin that tells stages there; null = not found out yet. */
  readonly stageSource: FoundStageSource | null;
}
