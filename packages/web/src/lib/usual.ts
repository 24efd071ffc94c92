import { formatDuration } from './format-duration.ts';

const notableShare = 0.05;

/** A duration against the usual one: `12 % longer than usual (2m 44s)`; undefined when either is unknown. */
export function againstUsual(durationMs: number | null, usualMs: number | null | undefined): string | undefined {
  if (durationMs === null || usualMs === null || usualMs === undefined || usualMs <= 0) return undefined;
  const share = durationMs / usualMs - 1;
  const usual = formatDuration(usualMs);
  if (Math.abs(share) < notableShare) return `as usual (${usual})`;
  const percent = Math.round(Math.abs(share) * 100);
  const words =
    share >= 1
      ? `${(durationMs / usualMs).toFixed(1)} × the usual`
      : `${percent}\u00a0% ${share > 0 ? 'longer' : 'shorter'} than usual`;
  return `${words} (${usual})`;
}
