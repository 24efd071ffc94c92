/** Two reasons are the same when only their numbers differ: the quiet period counts down, an estimate shrinks. */
export function normaliseQueueReason(why: string): string {
  return why
    .replaceAll(/\d+(?:[.,:]\d+)*/g, '#')
    .replaceAll(/\s+/g, ' ')
    .trim();
}

// Jenkins quotes names typographically, each language in its own way.
const quoted = /(?:[‘“«„‚「]|(?<=^|\s)['"])([^‘’“”«»„‚「」'"]{1,200})[’”»“‘」'"]/u;

/** The label or agent that a queue item waits for, as its reason names it in quotes; null when it names none. */
export function labelOfQueueReason(why: string): string | null {
  return quoted.exec(why)?.[1]?.trim() || null;
}

const allQuoted = /(?:[‘“«„‚「]|(?<=^|\s)['"])[^‘’“”«»„‚「」'"]{1,200}[’”»“‘」'"]/gu;

/** A reason without names, numbers and estimates, so that waits for the same cause add up: `Waiting for next available executor on ‘…’`. */
export function kindOfQueueReason(why: string): string {
  return normaliseQueueReason(why)
    .replaceAll(allQuoted, '‘…’')
    .replace(/ ?\((?:ETA|pending)[^)]*\)/i, '')
    .replace(/^((?:Up|Down)stream project) .+? is already/, '$1 … is already')
    .trim();
}
