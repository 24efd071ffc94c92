import type { FlakyTrend } from '@buildbutler/contract';
import { useSearch } from '@tanstack/react-router';
import { useMemo } from 'react';
import { ChartSkeleton } from '../../charts/chart-skeleton.tsx';
import type { Column } from '../../charts/column.ts';
import { CountBars } from '../../charts/count-bars.tsx';
import { definitions } from '../../lib/definitions.ts';
import { formatCount } from '../../lib/format-number.ts';
import { formatDay, formatLongDay } from '../../lib/format-time.ts';
import type { TestFilters } from '../../lib/test-filters.ts';
import type { Filters } from '../../lib/url-state.ts';
import { EmptyState } from '../../ui/empty-state.tsx';
import { Hint } from '../../ui/hint.tsx';
import { Panel } from '../../ui/panel.tsx';
import { type FlakyQuestion, FlipList } from './flip-list.tsx';

const heightPx = 160;

interface FlipTrendProps {
  readonly trend: { readonly data: FlakyTrend | undefined };
  readonly asked: FlakyQuestion;
  readonly bar: Filters;
  readonly filters: TestFilters;
}

/** Flips of flaky tests per day; a click on a day opens its transitions below, another one closes them. */
export function FlipTrend({ trend, asked, bar, filters }: FlipTrendProps) {
  const { day }: { day?: unknown } = useSearch({ strict: false });
  const chosen = typeof day === 'string' && /^\d{4}-\d{2}-\d{2}$/.test(day) ? day : undefined;
  const days = trend.data?.days;
  const columns = useMemo(
    () =>
      (days ?? []).map(
        ({ key, flips, tests }): Column => ({
          key,
          title: formatLongDay(key),
          rows: [
            { label: 'Flips', tone: 'line', value: formatCount(flips) },
            { label: 'Tests', value: formatCount(tests) },
          ],
          target: {
            to: '/flaky',
            search: { ...bar, ...filters, ...(key === chosen ? {} : { day: key }) },
            resetScroll: false,
          },
        }),
      ),
    [days, bar, filters, chosen],
  );
  return (
    <>
      <Panel title="Flips per day" note={<Hint text={definitions.flipsPerDay}>a day leads to its transitions</Hint>}>
        {days === undefined ? (
          <ChartSkeleton height={heightPx} />
        ) : days.every(({ flips }) => flips === 0) ? (
          <EmptyState compact title="No flaky test changed between pass and fail in this range." />
        ) : (
          <CountBars
            name="Flips of flaky tests per day"
            height={heightPx}
            columns={columns}
            counts={days.map(({ flips }) => flips)}
            chosen={chosen}
            placeLabel={(index) => formatDay(days[index]?.key ?? '')}
          />
        )}
      </Panel>
      {chosen !== undefined && <FlipList key={chosen} day={chosen} asked={asked} />}
    </>
  );
}
