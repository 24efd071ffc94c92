import type { JobKind } from '../core/job.ts';

/** How to read the history below what is collected: `chain` walks back a dozen at a time, `every` reads all builds at once, `numbers` one by one. */
export type OlderMethod = 'chain' | 'every' | 'numbers';

/** Longest walk in one request. */
export const chainDepth = 12;
/** All builds in one answer: 0.9 KB a pipeline build, so that it stays far below the 8 MB an answer may have. */
const mostEveryOfPipeline = 2_500;
const mostEvery = 8_000;

export interface OlderSpan {
  readonly kind: JobKind;
  /** Numbers that are missing. */
  readonly span: number;
  /** Numbers the controller may hold of this job: what reading all of them loads at most. */
  readonly total: number;
  /** Time the missing builds may cover until the age limit, in ms; null = unknown. */
  readonly youngMs: number | null;
  /** Time between two builds of this job, in ms; null = unknown. */
  readonly spacingMs: number | null;
}

/** How many of the missing builds are young enough, as far as the pace of the newer ones tells. */
export function likelyWanted({ span, youngMs, spacingMs }: OlderSpan): number {
  if (youngMs === null || spacingMs === null || spacingMs <= 0) return span;
  return Math.min(span, Math.ceil(youngMs / spacingMs));
}

/** The cheapest way in requests that loads no unbounded history at once. */
export function chooseOlder(older: OlderSpan): OlderMethod {
  const isPipeline = older.kind === 'pipeline' || older.kind === 'multibranch-branch';
  if (isPipeline && likelyWanted(older) <= chainDepth) return 'chain';
  if (older.total <= (isPipeline ? mostEveryOfPipeline : mostEvery)) return 'every';
  return isPipeline ? 'chain' : 'numbers';
}
