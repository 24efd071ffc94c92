import type { StageDetail } from '@buildbutler/contract';
import { Link } from '@tanstack/react-router';
import type { Span } from '../../charts/scatter-scale.ts';
import { formatDuration } from '../../lib/format-duration.ts';
import { formatCount, formatCountOf } from '../../lib/format-number.ts';
import { formatMoment } from '../../lib/format-time.ts';
import { EmptyState } from '../../ui/empty-state.tsx';
import { Panel } from '../../ui/panel.tsx';
import { StageMark } from '../build/stage-mark.tsx';
import classes from './stage-runs.module.css';

const mostShown = 20;
const slowestShown = 5;

interface StageRunsProps {
  readonly points: StageDetail['points'];
  readonly selected: Span | undefined;
  readonly onClear: () => void;
}

/** The selected runs, slowest first; without a selection the slowest of all. */
export function StageRuns({ points, selected, onClear }: StageRunsProps) {
  const inside =
    selected === undefined
      ? points
      : points.filter(({ timestamp }) => {
          const atMs = Date.parse(timestamp);
          return atMs >= selected.fromMs && atMs <= selected.toMs;
        });
  const shown = inside
    .toSorted((a, b) => b.duration - a.duration)
    .slice(0, selected === undefined ? slowestShown : mostShown);
  return (
    <Panel
      title={selected === undefined ? 'Slowest runs' : 'Selected runs'}
      note={selected !== undefined && `${formatCountOf(inside.length, 'run')}, slowest first`}
      action={
        selected !== undefined && (
          <button type="button" className={classes.clear} onClick={onClear}>
            Clear selection
          </button>
        )
      }
      flush
    >
      {shown.length === 0 ? (
        <EmptyState compact title="No run in the selected time." />
      ) : (
        <ul>
          {shown.map(({ buildId, number, timestamp, duration, status }) => (
            <li key={buildId} className={classes.row}>
              <StageMark status={status} />
              <Link to="/builds/$id" params={{ id: buildId }} className={classes.link}>
                #{number}
              </Link>
              <span className={classes.when}>{formatMoment(timestamp)}</span>
              <span className={classes.figure}>{formatDuration(duration)}</span>
            </li>
          ))}
          {inside.length > shown.length && selected !== undefined && (
            <li className={classes.row}>
              <span className={classes.when}>and {formatCount(inside.length - shown.length)} faster ones</span>
            </li>
          )}
        </ul>
      )}
    </Panel>
  );
}
