import type { StageFigures } from '@buildbutler/contract';
import { formatDuration } from '../../lib/format-duration.ts';
import classes from './narrow-stage.module.css';
import { StageLink, stageKeyOf } from './stage-columns.tsx';

/** A stage in two lines: what it is; how long it takes and what it adds. */
export function NarrowStage({ row, open }: { row: StageFigures; open: string | undefined }) {
  return (
    <div className={classes.root}>
      <StageLink row={row} isOpen={stageKeyOf(row) === open} />
      <div className={classes.second}>
        <span>{formatDuration(row.p50)} median</span>
        <span className={classes.end}>adds {formatDuration(row.criticalAvg)}</span>
      </div>
    </div>
  );
}
