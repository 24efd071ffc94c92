import { unknown } from './format-number.ts';

const hardSpace = '\u00a0';
const units = ['B', 'KB', 'MB', 'GB', 'TB'] as const;

/** Bytes as a person says them, in steps of a thousand: `420 B`, `1.5 MB`, `12 GB`; `—` for null. */
export function formatBytes(bytes: number | null | undefined): string {
  if (bytes === null || bytes === undefined || !Number.isFinite(bytes)) return unknown;
  let value = Math.max(0, bytes);
  let step = 0;
  for (; value >= 999.5 && step < units.length - 1; step += 1) value /= 1000;
  const text = step === 0 || value >= 9.95 ? String(Math.round(value)) : value.toFixed(1).replace('.0', '');
  return `${text}${hardSpace}${units[step]}`;
}
