/** What the shell sees. 130 is the custom of Unix for Ctrl-C. */
export const exitCodes = {
  ok: 0,
  failed: 1,
  usage: 2,
  notFound: 3,
  notAuthorised: 4,
  unreachable: 5,
  interrupted: 130,
} as const;

export type ExitName = keyof typeof exitCodes;

export interface CliErrorOptions {
  /** For a search in the docs, such as `not_found`. */
  readonly code: string;
  /** What to do about it, as a sentence. */
  readonly fix?: string;
  /** Faults of single options or fields, one per line. */
  readonly details?: readonly string[];
}

/** A failure with a sentence for the person at the terminal and an exit code for the script. */
export class CliError extends Error {
  readonly exit: ExitName;
  readonly code: string;
  readonly fix: string | undefined;
  readonly details: readonly string[];

  constructor(exit: ExitName, message: string, options: CliErrorOptions) {
    super(message);
    this.name = 'CliError';
    this.exit = exit;
    this.code = options.code;
    this.fix = options.fix;
    this.details = options.details ?? [];
  }
}

/** A mistake in how the command was called: exit code 2. */
export function usageError(message: string, fix?: string): CliError {
  return new CliError('usage', message, { code: 'usage', ...(fix === undefined ? {} : { fix }) });
}
