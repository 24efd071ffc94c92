/** Everything a log line may carry besides its time, level and event: no headers, no bodies, no secrets by construction. */
export interface LogFields {
  readonly address?: string;
  readonly attempt?: number;
  readonly code?: string;
  readonly connectionId?: number;
  readonly delayMs?: number;
  readonly durationMs?: number;
  readonly error?: string;
  readonly message?: string;
  readonly method?: string;
  readonly path?: string;
  readonly pid?: number;
  readonly principal?: string;
  readonly requestId?: string;
  readonly route?: string;
  readonly stack?: string;
  readonly status?: number;
  readonly version?: string;
}

export type LogSeverity = 'error' | 'warn' | 'info' | 'debug';

/** The server's own log. `event` is a constant in snake case, so that it can be searched for. */
export type Log = Readonly<Record<LogSeverity, (event: string, fields?: LogFields) => void>>;
