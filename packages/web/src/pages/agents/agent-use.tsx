import type { AgentFigures } from '@buildbutler/contract';
import { useMemo } from 'react';
import { ChartLegend } from '../../charts/chart-legend.tsx';
import { ChartSkeleton } from '../../charts/chart-skeleton.tsx';
import type { Column } from '../../charts/column.ts';
import { ShareLines } from '../../charts/share-lines.tsx';
import { Swatch } from '../../charts/swatch.tsx';
import { definitions } from '../../lib/definitions.ts';
import { formatCount, formatRate } from '../../lib/format-number.ts';
import { formatDay, formatLongDay } from '../../lib/format-time.ts';
import { daysRange } from '../../lib/range.ts';
import type { Filters } from '../../lib/url-state.ts';
import { EmptyState } from '../../ui/empty-state.tsx';
import { Hint } from '../../ui/hint.tsx';
import { Panel } from '../../ui/panel.tsx';

const heightPx = 208;

/** How busy the executors were and how many agents were there, day by day; a day leads to its builds. */
export function AgentUse({ figures, bar }: { figures: AgentFigures | undefined; bar: Filters }) {
  const days = figures?.days;
  const columns = useMemo(
    () =>
      (days ?? []).map(
        (day): Column => ({
          key: day.key,
          title: formatLongDay(day.key),
          rows: [
            { label: 'Online', tone: 'second', value: formatRate(day.online) },
            { label: 'Utilisation', tone: 'line', value: formatRate(day.utilisation) },
            { label: 'Builds', value: formatCount(day.builds) },
          ],
          target: { to: '/builds', search: { ...bar, range: daysRange(day.key, day.key) } },
        }),
      ),
    [days, bar],
  );
  return (
    <Panel title="Utilisation">
      <ChartLegend>
        <span>
          <Swatch tone="line" />
          <Hint text={definitions.utilisation}>Utilisation</Hint>
        </span>
        <span>
          <Swatch tone="second" />
          <Hint text={definitions.onlineShare}>Online</Hint>
        </span>
      </ChartLegend>
      {days === undefined ? (
        <ChartSkeleton height={heightPx} />
      ) : days.every(({ online, utilisation }) => online === null && utilisation === null) ? (
        <EmptyState compact title="No agent was watched in this range." />
      ) : (
        <ShareLines
          name="Utilisation and online share per day"
          height={heightPx}
          columns={columns}
          main={days.map(({ utilisation }) => utilisation)}
          second={days.map(({ online }) => online)}
          placeLabel={(index) => formatDay(days[index]?.key ?? '')}
        />
      )}
    </Panel>
  );
}
