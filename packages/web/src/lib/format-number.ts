const narrowSpace = '\u202f';
const hardSpace = '\u00a0';

/** Shown wherever a value is not known. */
export const unknown = '—';

/** A whole number with thin separators: `84 112`; `—` for null. */
export function formatCount(value: number | null | undefined): string {
  if (value === null || value === undefined || !Number.isFinite(value)) return unknown;
  const sign = value < 0 ? '−' : '';
  return sign + String(Math.abs(Math.round(value))).replace(/\B(?=(\d{3})+$)/g, narrowSpace);
}

/** A count with its noun: `1 build`, `84 112 builds`. */
export function formatCountOf(value: number, one: string, many = `${one}s`): string {
  return `${formatCount(value)}${hardSpace}${value === 1 ? one : many}`;
}

function trimmedPercent(percent: number, digits: number): string {
  const text = percent.toFixed(digits);
  return text.includes('.') ? text.replace(/\.?0+$/, '') : text;
}

/** A share between 0 and 1 as `94.2 %`; never rounds up to `100 %` or down to `0 %` what is not quite there. */
export function formatRate(share: number | null | undefined): string {
  if (share === null || share === undefined || !Number.isFinite(share)) return unknown;
  const percent = share * 100;
  if (share === 1 || share === 0) return `${percent}${hardSpace}%`;
  if (percent > 99.9) return `${trimmedPercent(Math.min(Math.floor(percent * 100) / 100, 99.99), 2)}${hardSpace}%`;
  if (percent < 0.1) return `<${hardSpace}0.1${hardSpace}%`;
  return `${percent.toFixed(1)}${hardSpace}%`;
}

/** A difference of two shares in points: `+1.2 pts`, `−0.4 pts`, `±0 pts`. */
export function formatPoints(difference: number): string {
  const points = Math.round(difference * 1000) / 10;
  if (points === 0) return `±0${hardSpace}pts`;
  return `${points > 0 ? '+' : '−'}${Math.abs(points).toFixed(1)}${hardSpace}pts`;
}

/** A relative change: `+12 %`, `−3.4 %`, `±0 %`; null when there is nothing to compare with. */
export function formatChange(now: number | null, before: number | null): string | null {
  if (now === null || before === null || before === 0) return null;
  const percent = ((now - before) / before) * 100;
  const rounded = Math.abs(percent) < 10 ? Math.round(percent * 10) / 10 : Math.round(percent);
  if (rounded === 0) return `±0${hardSpace}%`;
  const sign = rounded > 0 ? '+' : '−';
  if (rounded >= 1000) return `×${formatCount(now / before)}`;
  return `${sign}${Math.abs(rounded)}${hardSpace}%`;
}
