import type { TestDetail } from '@buildbutler/contract';
import { useMemo } from 'react';
import { BarStrip, type StripBar } from '../../charts/bar-strip.tsx';
import { formatDuration } from '../../lib/format-duration.ts';
import { formatRelative } from '../../lib/format-time.ts';
import { testWord } from '../../lib/test-status.ts';
import { EmptyState } from '../../ui/empty-state.tsx';
import { usePageNow } from '../../ui/now-context.tsx';
import { Panel } from '../../ui/panel.tsx';

const heightPx = 72;
/** A few bars keep a bar's width. */
const fewestPlaces = 40;

/** The newest runs of a test as bars, each leading to its build. */
export function TestTimeline({ test }: { test: TestDetail }) {
  const now = usePageNow();
  const { timeline } = test;
  const bars = useMemo(
    () =>
      timeline.map((run, index): StripBar => {
        const { label, tone } = testWord(run.status);
        return {
          // A build that ran the test twice stands here twice.
          column: {
            key: `${run.buildId} ${index}`,
            title: `#${run.number}`,
            rows: [
              { label, tone, value: formatDuration(run.duration) },
              { label: 'Started', value: formatRelative(run.timestamp, now) },
            ],
            target: { to: '/builds/$id', params: { id: run.buildId } },
          },
          tone,
          duration: run.duration,
        };
      }),
    [timeline, now],
  );
  return (
    <Panel title={`Last ${bars.length} runs`} note="height is the duration, newest at the right">
      {bars.length === 0 ? (
        <EmptyState compact title="The test did not run in this range." />
      ) : (
        <BarStrip
          name={`The newest ${bars.length} runs`}
          bars={bars}
          height={heightPx}
          places={Math.max(fewestPlaces, bars.length)}
        />
      )}
    </Panel>
  );
}
