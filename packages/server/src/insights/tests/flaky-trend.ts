import type { FlakyTrend, Flip } from '@buildbutler/contract';
import { publicTestId } from '../../core/test-key.ts';
import { type Window, windowOf } from '../../core/window.ts';
import { readFlakyRules } from '../../storage/flaky-rules.ts';
import type { Store } from '../../storage/open-store.ts';
import { iso } from '../build-view.ts';
import { dayAt, listedDays } from '../listed-days.ts';
import { type FlakyRow, flakyRows } from './flaky-rows.ts';
import { readFlips, type TestFlip } from './read-flips.ts';
import type { TestFilter } from './test-filter.ts';
import { buildPoints, namesOfTestKeys } from './test-names.ts';

function daysOf(flips: readonly TestFlip[], window: Window, tz: string): FlakyTrend['days'] {
  const days = listedDays(tz, window);
  const byDay = Map.groupBy(flips, ({ atMs }) => dayAt(days, atMs));
  return days.map(({ key }, place) => {
    const own = byDay.get(place) ?? [];
    return { key, flips: own.length, tests: new Set(own.map(({ row }) => row.testId)).size };
  });
}

/** Tests that are flaky now and ran in the range or later: a range that is over has flips of them, too. */
function flakySince(store: Store, input: TestFilter, nowMs: number): Promise<readonly FlakyRow[]> {
  const { sinceMs, untilMs } = windowOf(input.range, nowMs);
  const range = `${iso(sinceMs)}..${iso(Math.max(nowMs + 1, untilMs))}`;
  return flakyRows(store.db, { ...input, range }, nowMs);
}

/** Flips of tests that are flaky now, by day. Throws `bad_request` for a range of too many days. */
export async function flakyTrend(store: Store, input: TestFilter, nowMs: number): Promise<FlakyTrend> {
  const window = windowOf(input.range, nowMs);
  const rows = await flakySince(store, input, nowMs);
  return {
    days: daysOf(await readFlips(store.db, rows, window), window, input.tz),
    meta: {
      since: iso(window.sinceMs),
      until: iso(window.untilMs),
      tz: input.tz,
      flakyTests: new Set(rows.map(({ testId }) => testId)).size,
      rules: { ...(await readFlakyRules(store.db)) },
    },
  };
}

export interface ListFlipsInput extends TestFilter {
  readonly page: number;
  readonly per_page: number;
}

export interface FlipList {
  readonly data: Flip[];
  readonly meta: { page: number; per_page: number; total: number };
}

/** Each flip of a flaky test in a range, newest first. */
export async function listFlips(store: Store, input: ListFlipsInput, nowMs: number): Promise<FlipList> {
  const { db } = store;
  const window = windowOf(input.range, nowMs);
  const rows = await flakySince(store, input, nowMs);
  const flips = await readFlips(db, rows, window);
  const page = flips.slice((input.page - 1) * input.per_page, input.page * input.per_page);
  const names = await namesOfTestKeys(
    db,
    page.map(({ row }) => row.testId),
  );
  const point = await buildPoints(
    db,
    page.map(({ buildId }) => buildId),
  );
  const data = page.map(({ atMs, buildId, hasPassed, row }): Flip => {
    const { className = null, name = '?' } = names.get(row.testId) ?? {};
    return {
      test: { id: publicTestId(row.testId), name, className },
      build: point(buildId),
      branch: row.branch,
      timestamp: iso(atMs),
      from: hasPassed ? 'failed' : 'passed',
      to: hasPassed ? 'passed' : 'failed',
    };
  });
  return { data, meta: { page: input.page, per_page: input.per_page, total: flips.length } };
}
