import { cleanText } from './clean-text.ts';
import type { Io } from './io.ts';

/** Tells a person what was done; on stderr, so that stdout stays data. */
export function say(io: Io, sentence: string): Promise<void> {
  return io.err.write(`${cleanText(sentence)}\n`);
}

/** Something helpful to a person, of no use to a script's log. */
export async function hint(io: Io, sentence: string): Promise<void> {
  if (io.err.isTty) await io.err.write(`${io.err.colors.dim(cleanText(sentence))}\n`);
}
