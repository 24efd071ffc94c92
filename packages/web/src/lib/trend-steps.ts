import type { JobTrend } from '@buildbutler/contract';

/** The median that holds from one change of a duration to the next. */
export interface TrendStep {
  readonly fromMs: number;
  readonly toMs: number;
  readonly value: number;
}

/** The levels between the changes of a trend, oldest first; none without a change. */
export function trendSteps({ points, changes }: JobTrend): TrendStep[] {
  const first = points[0];
  const last = points.at(-1);
  const [firstChange] = changes;
  if (first === undefined || last === undefined || firstChange === undefined) return [];
  const starts = changes.map((change) => ({ atMs: Date.parse(change.timestamp), value: change.after }));
  const levels = [{ atMs: Date.parse(first.timestamp), value: firstChange.before }, ...starts];
  return levels.map(({ atMs, value }, index) => ({
    fromMs: atMs,
    toMs: levels[index + 1]?.atMs ?? Date.parse(last.timestamp),
    value,
  }));
}
