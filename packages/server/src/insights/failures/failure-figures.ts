import type { FailureFigures } from '@buildbutler/contract';
import { failureCategories } from '../../core/failure/failure-category.ts';
import { windowOf } from '../../core/window.ts';
import type { Store } from '../../storage/open-store.ts';
import type { BuildFilter } from '../build-filter.ts';
import { iso } from '../build-view.ts';
import { dayAt, listedDays } from '../listed-days.ts';
import { rowFilter } from '../row-filter.ts';

export interface FailureFiguresInput extends Omit<BuildFilter, 'number' | 'agent' | 'fingerprint'> {
  readonly range: string;
  readonly tz: string;
}

const resultMask = 7;

class Tally {
  builds = 0;
  durationMs = 0;
  readonly jobs = new Set<number>();
}

/** Red builds by category, whole and by day. Throws `bad_request` for a range of too many days. */
export async function failureFigures(store: Store, input: FailureFiguresInput, nowMs: number): Promise<FailureFigures> {
  const window = windowOf(input.range, nowMs);
  const days = listedDays(input.tz, window);
  const ofDays = days.map(() => new Uint32Array(failureCategories.length));
  const tallies = failureCategories.map(() => new Tally());
  let red = 0;
  let waiting = 0;
  const filter = await rowFilter(store.db, input);
  for await (const part of store.columns.builds(window)) {
    const { baseMs, columns } = part;
    const count = filter.select(part);
    const { rows } = filter;
    for (let at = 0; at < count; at += 1) {
      const row = rows[at] as number;
      const result = (columns.result[row] as number) & resultMask;
      if (result !== 1 && result !== 2) continue;
      red += 1;
      const category = (columns.category[row] as number) - 1;
      const tally = tallies[category];
      if (tally === undefined) {
        waiting += 1;
        continue;
      }
      tally.builds += 1;
      tally.durationMs += Math.max(0, (columns.duration[row] as number) - 1);
      tally.jobs.add(columns.job[row] as number);
      const day = ofDays[dayAt(days, baseMs + (columns.start[row] as number))];
      if (day !== undefined) day[category] = (day[category] as number) + 1;
    }
  }
  const classified = red - waiting;
  const toCounts = (of: (at: number) => number) =>
    Object.fromEntries(
      failureCategories.map((name, at) => [name, of(at)]),
    ) as FailureFigures['days'][number]['byCategory'];
  return {
    data: failureCategories.map((category, at) => {
      const { builds = 0, durationMs = 0, jobs } = tallies[at] ?? {};
      const share = classified === 0 ? 0 : builds / classified;
      return { category, builds, jobs: jobs?.size ?? 0, share, minutesBurnt: durationMs / 60_000 };
    }),
    days: days.map(({ key }, day) => ({ key, byCategory: toCounts((at) => ofDays[day]?.[at] ?? 0) })),
    meta: { since: iso(window.sinceMs), until: iso(window.untilMs), tz: input.tz, red, waiting },
  };
}
