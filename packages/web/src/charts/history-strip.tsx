import type { HistoryBar } from '@buildbutler/contract';
import { useMemo } from 'react';
import { formatDuration } from '../lib/format-duration.ts';
import { formatRelative } from '../lib/format-time.ts';
import { buildWord } from '../lib/result.ts';
import { usePageNow } from '../ui/now-context.tsx';
import { barHeights } from '../ui/spark-heights.ts';
import type { Column } from './column.ts';
import { ColumnChart } from './column-chart.tsx';
import classes from './history-strip.module.css';

interface HistoryStripProps {
  /** Oldest first. */
  readonly builds: readonly HistoryBar[];
  readonly height: number;
  /** Places of the strip; fewer builds stand at its right end. */
  readonly places: number;
}

function toColumn(build: HistoryBar, nowMs: number): Column {
  const { label, tone } = buildWord(build.result, build.building);
  const elapsed = build.building ? Math.max(0, nowMs - Date.parse(build.timestamp)) : build.duration;
  return {
    key: build.id,
    title: `#${build.number}`,
    rows: [
      { label, tone, value: formatDuration(elapsed) },
      { label: 'Started', value: formatRelative(build.timestamp, nowMs) },
    ],
    target: { to: '/builds/$id', params: { id: build.id } },
  };
}

/** The newest builds of a job as bars: height is the duration, colour the result, each leads to its build. */
export function HistoryStrip({ builds, height, places }: HistoryStripProps) {
  const now = usePageNow();
  const columns = useMemo(() => builds.map((build) => toColumn(build, now)), [builds, now]);
  const heights = useMemo(() => barHeights(builds), [builds]);
  return (
    <div className={classes.root} style={{ width: `${Math.min(1, builds.length / places) * 100}%` }}>
      <ColumnChart name={`The newest ${builds.length} builds`} height={height} columns={columns}>
        {(plot) =>
          builds.map((build, index) => {
            const size = Math.max(3, (heights[index] ?? 0) * plot.height);
            const gap = plot.band > 8 ? 3 : 1;
            return (
              <rect
                key={build.id}
                x={plot.x(index) - (plot.band - gap) / 2}
                y={plot.height - size}
                width={Math.max(1, plot.band - gap)}
                height={size}
                rx={Math.min(2, plot.band / 4)}
                className={classes.bar}
                data-tone={buildWord(build.result, build.building).tone}
              />
            );
          })
        }
      </ColumnChart>
    </div>
  );
}
