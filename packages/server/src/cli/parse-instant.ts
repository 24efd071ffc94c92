import { usageError } from './cli-error.ts';

const msOf = { m: 60_000, h: 3_600_000, d: 86_400_000, w: 604_800_000 } as const;
const day = /^\d{4}-\d{2}-\d{2}$/;
const instant = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,3})?)?(Z|[+-]\d{2}:\d{2})$/;

function parse(text: string, nowMs: number): number {
  const [, count, unit] = /^(\d{1,6})([mhdw])$/.exec(text) ?? [];
  if (count !== undefined) return nowMs - Number(count) * msOf[unit as keyof typeof msOf];
  return day.test(text) || instant.test(text) ? Date.parse(text) : Number.NaN;
}

/** An instant as ISO 8601 from `2d` (ago), `2026-11-20` (its beginning in UTC) or an instant with its zone. */
export function parseInstant(text: string, { nowMs, flag }: { readonly nowMs: number; readonly flag: string }): string {
  const ms = parse(text, nowMs);
  if (Number.isFinite(ms) && ms >= 0) return new Date(ms).toISOString();
  throw usageError(
    `${flag} "${text}" is not a point in time.`,
    'Expected 30m, 12h, 2d or 3w (ago), 2026-11-20 (in UTC), or 2026-11-20T08:00:00Z.',
  );
}
