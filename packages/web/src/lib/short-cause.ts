import type { BuildSummary } from '@buildbutler/contract';

type CauseKind = NonNullable<BuildSummary['causeKind']>;

const leads: Partial<Record<CauseKind, RegExp>> = {
  user: /^(?:Started|Replayed|Rebuilt|Restarted) by (?:user )?/i,
  scm: /^Started by an? /i,
  timer: /^Started by /i,
  upstream: /^(?:Started by )?upstream (?:project|build)? ?/i,
  remote: /^Started by /i,
};

/** What started a build, without the words that its icon says already: `Started by user Anna` → `Anna`. */
export function shortCause(text: string | null, kind: CauseKind | null): string | null {
  if (text === null || kind === null) return text;
  const lead = leads[kind];
  const short = lead === undefined ? text : text.replace(lead, '').replace(/^"(.+)" build number (\d+)$/, '$1 #$2');
  const first = short.charAt(0);
  return short === '' ? text : kind === 'user' || kind === 'upstream' ? short : first.toUpperCase() + short.slice(1);
}
