const mostMs = 600_000;

/** Milliseconds to wait by a `Retry-After` header (seconds or a date), at least one second and at most ten minutes; undefined without a readable one. */
export function retryAfterMs(header: string | undefined, nowMs: number): number | undefined {
  if (header === undefined) return undefined;
  const ms = /^\s*\d{1,9}\s*$/.test(header) ? Number(header) * 1_000 : Date.parse(header) - nowMs;
  return Number.isFinite(ms) ? Math.min(mostMs, Math.max(1_000, ms)) : undefined;
}
