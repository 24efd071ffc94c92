import type { TestDetail } from '@buildbutler/contract';
import { useMemo } from 'react';
import { ChartLegend } from '../../charts/chart-legend.tsx';
import type { Column } from '../../charts/column.ts';
import { DurationLines } from '../../charts/duration-lines.tsx';
import { Swatch } from '../../charts/swatch.tsx';
import { definitions } from '../../lib/definitions.ts';
import { formatDuration } from '../../lib/format-duration.ts';
import { formatCount } from '../../lib/format-number.ts';
import { formatDay, formatLongDay } from '../../lib/format-time.ts';
import { daysRange } from '../../lib/range.ts';
import { EmptyState } from '../../ui/empty-state.tsx';
import { Hint } from '../../ui/hint.tsx';
import { Panel } from '../../ui/panel.tsx';

const heightPx = 208;

/** How long the test takes, day by day; a day narrows the page to it. */
export function TestDurations({ test, branch }: { test: TestDetail; branch: string | undefined }) {
  const { id, days } = test;
  const columns = useMemo(
    () =>
      days.map(
        (day): Column => ({
          key: day.key,
          title: formatLongDay(day.key),
          rows: [
            { label: '95th percentile', tone: 'second', value: formatDuration(day.p95) },
            { label: 'Average', tone: 'line', value: formatDuration(day.avg) },
            { label: 'Runs', value: formatCount(day.runs) },
            { label: 'Failed', value: formatCount(day.failed) },
          ],
          target: {
            to: '/tests/$id',
            params: { id },
            search: { ...(branch === undefined ? {} : { branch }), range: daysRange(day.key, day.key) },
          },
        }),
      ),
    [days, id, branch],
  );
  return (
    <Panel title="Duration">
      <ChartLegend>
        <span>
          <Swatch tone="line" />
          <Hint text={definitions.testDuration}>Average</Hint>
        </span>
        <span>
          <Swatch tone="second" />
          <Hint text={definitions.testP95}>95th percentile</Hint>
        </span>
      </ChartLegend>
      {days.every(({ avg }) => avg === null) ? (
        <EmptyState compact title="No run of the range says how long it took." />
      ) : (
        <DurationLines
          name="Duration of the test per day"
          height={heightPx}
          columns={columns}
          main={days.map(({ avg }) => avg)}
          upper={days.map(({ p95 }) => p95)}
          placeLabel={(index) => formatDay(days[index]?.key ?? '')}
        />
      )}
    </Panel>
  );
}
