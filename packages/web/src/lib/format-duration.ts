import { unknown } from './format-number.ts';

const hardSpace = '\u00a0';
const two = (value: number) => String(value).padStart(2, '0');

/** Milliseconds as a person says them: `420 ms`, `8.4s`, `42s`, `3m 04s`, `1h 12m`, `2d 04h`; `—` for null. */
export function formatDuration(durationMs: number | null | undefined): string {
  if (durationMs === null || durationMs === undefined || !Number.isFinite(durationMs)) return unknown;
  const ms = Math.max(0, durationMs);
  if (ms < 999.5) return `${Math.round(ms)}${hardSpace}ms`;
  if (ms < 9_950) return `${(ms / 1000).toFixed(1).replace('.0', '')}s`;
  const seconds = Math.round(ms / 1000);
  if (seconds < 60) return `${seconds}s`;
  if (seconds < 3600) return `${Math.floor(seconds / 60)}m${hardSpace}${two(seconds % 60)}s`;
  const minutes = Math.round(ms / 60_000);
  if (minutes < 1440) return `${Math.floor(minutes / 60)}h${hardSpace}${two(minutes % 60)}m`;
  const hours = Math.round(ms / 3_600_000);
  return `${Math.floor(hours / 24)}d${hardSpace}${two(hours % 24)}h`;
}

/** A span in its largest unit, for sentences: `6 min`, `3 h`, `12 d`. */
export function formatSpan(durationMs: number): string {
  const seconds = Math.max(0, Math.round(durationMs / 1000));
  if (seconds < 60) return `${seconds}${hardSpace}s`;
  const minutes = Math.round(seconds / 60);
  if (minutes < 60) return `${minutes}${hardSpace}min`;
  const hours = Math.round(minutes / 60);
  if (hours < 48) return `${hours}${hardSpace}h`;
  const days = Math.round(hours / 24);
  if (days < 60) return `${days}${hardSpace}d`;
  if (days < 365) return `${Math.round(days / 30)}${hardSpace}mo`;
  return `${Math.max(1, Math.round(days / 365))}${hardSpace}y`;
}
