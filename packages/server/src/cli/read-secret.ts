import { usageError } from './cli-error.ts';
import type { Io } from './io.ts';

const limitBytes = 64 * 1024;

export interface SecretQuestion {
  readonly question: string;
  /** The option that says the secret comes on standard input. */
  readonly flag: string;
  readonly isFromInput: boolean | undefined;
}

/**
 * Takes a secret from a hidden question or from standard input, never from the command line, where every user of the
 * machine could read it. A line break at the end does not belong to it.
 */
export async function readSecret(io: Io, { question, flag, isFromInput }: SecretQuestion): Promise<string> {
  if (!io.isInteractive && !isFromInput) {
    throw usageError(`Nobody is here to be asked: "${question}".`, `Hand it in on standard input: ${flag} < file.`);
  }
  const secret = io.isInteractive ? await io.asker.secret(question) : await io.readInput(limitBytes);
  const line = secret.replace(/\r?\n$/, '');
  if (line.trim() === '') throw usageError(`Nothing was given for "${question}".`);
  return line;
}
