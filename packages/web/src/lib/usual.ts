import { formatDuration } from './format-duration.ts';

const notableShare = 0.05;

/** A duration against the usual one in few words: `+12 % to usual 2m 44s`; undefined when either is unknown. */
export function againstUsual(durationMs: number | null, usualMs: number | null | undefined): string | undefined {
  if (durationMs === null || usualMs === null || usualMs === undefined || usualMs <= 0) return undefined;
  const share = durationMs / usualMs - 1;
  const usual = formatDuration(usualMs);
  if (Math.abs(share) < notableShare) return `as usual (${usual})`;
  if (share >= 1) return `${(durationMs / usualMs).toFixed(1)}\u00a0× usual ${usual}`;
  return `${share > 0 ? '+' : '−'}${Math.round(Math.abs(share) * 100)}\u00a0% to usual ${usual}`;
}
