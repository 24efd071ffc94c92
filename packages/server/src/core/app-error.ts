export const appErrorCodes = [
  'bad_request',
  'unauthorized',
  'forbidden',
  'not_found',
  'conflict',
  'payload_too_large',
  'unprocessable',
  'rate_limited',
  'internal_error',
  'upstream_failed',
  'unavailable',
] as const;
export type AppErrorCode = (typeof appErrorCodes)[number];

export interface AppErrorOptions {
  /** Faults of single fields, for forms: `path` is dotted. */
  readonly details?: readonly { path: string; message: string }[];
  /** What the controller did, for `upstream_failed`. */
  readonly connectionCode?: string;
  readonly cause?: unknown;
}

/** An expected failure with a sentence for a person. Anything else that is thrown is a bug. */
export class AppError extends Error {
  readonly code: AppErrorCode;
  readonly details: readonly { path: string; message: string }[];
  readonly connectionCode: string | undefined;

  constructor(code: AppErrorCode, message: string, options: AppErrorOptions = {}) {
    super(message, { cause: options.cause });
    this.name = 'AppError';
    this.code = code;
    this.details = options.details ?? [];
    this.connectionCode = options.connectionCode;
  }
}
