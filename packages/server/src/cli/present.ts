/** Shown for what is not known: never `0`, never `NaN`. */
export const unknown = '—';

const secondMs = 1000;
const minuteMs = 60 * secondMs;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;

const twoDigits = (value: number) => String(value).padStart(2, '0');

/** `420 ms`, `12.4 s`, `3m 04s`, `1h 12m`, `2d 03h`; a dash for null. */
export function formatDuration(durationMs: number | null): string {
  if (durationMs === null) return unknown;
  if (durationMs < secondMs) return `${Math.round(durationMs)} ms`;
  if (durationMs < minuteMs) return `${(Math.floor(durationMs / 100) / 10).toFixed(1)} s`;
  if (durationMs < hourMs) {
    return `${Math.floor(durationMs / minuteMs)}m ${twoDigits(Math.floor((durationMs % minuteMs) / secondMs))}s`;
  }
  if (durationMs < dayMs) {
    return `${Math.floor(durationMs / hourMs)}h ${twoDigits(Math.floor((durationMs % hourMs) / minuteMs))}m`;
  }
  return `${Math.floor(durationMs / dayMs)}d ${twoDigits(Math.floor((durationMs % dayMs) / hourMs))}h`;
}

/** A share between 0 and 1 as `94.2 %`; never rounds to `100.0 %` or `0.0 %` what is not quite there; a dash for null. */
export function formatRate(rate: number | null): string {
  if (rate === null) return unknown;
  const percent = (rate * 100).toFixed(1);
  if (rate < 1 && percent === '100.0') return '> 99.9 %';
  if (rate > 0 && percent === '0.0') return '< 0.1 %';
  return `${percent} %`;
}

/** Counts with thin separators: `84 112`. */
export function formatCount(count: number): string {
  return String(count).replace(/\B(?=(\d{3})+$)/g, '\u202f');
}

/** `just now`, `4 min ago`, `3 h ago`, `12 d ago`; the day itself from a year on; a dash for null. */
export function formatAge(instant: string | null, nowMs: number): string {
  if (instant === null) return unknown;
  const ageMs = nowMs - Date.parse(instant);
  if (ageMs < minuteMs) return 'just now';
  if (ageMs < hourMs) return `${Math.floor(ageMs / minuteMs)} min ago`;
  if (ageMs < dayMs) return `${Math.floor(ageMs / hourMs)} h ago`;
  if (ageMs < 365 * dayMs) return `${Math.floor(ageMs / dayMs)} d ago`;
  return instant.slice(0, 10);
}

/** `1 job`, `2 jobs`. */
export function formatPlural(count: number, noun: string): string {
  return `${formatCount(count)} ${noun}${count === 1 ? '' : 's'}`;
}
