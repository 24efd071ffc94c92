import type { HistoryBar } from '@buildbutler/contract';
import { useMemo } from 'react';
import { formatDuration } from '../lib/format-duration.ts';
import { formatRelative } from '../lib/format-time.ts';
import { buildWord } from '../lib/result.ts';
import { usePageNow } from '../ui/now-context.tsx';
import { BarStrip } from './bar-strip.tsx';
import type { Column } from './column.ts';

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
  const bars = useMemo(
    () =>
      builds.map((build) => ({
        column: toColumn(build, now),
        tone: buildWord(build.result, build.building).tone,
        duration: build.duration,
      })),
    [builds, now],
  );
  return <BarStrip name={`The newest ${builds.length} builds`} bars={bars} height={height} places={places} />;
}
