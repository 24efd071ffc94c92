import type { HistoryBar } from '@buildbutler/contract';
import { buildWord } from '../lib/result.ts';
import classes from './spark-bars.module.css';
import { barHeights } from './spark-heights.ts';

const barPx = 4;
const heightPx = 20;

/** The newest builds in the height of a row, newest at the right. The row beside it says the same in words. */
export function SparkBars({ builds, places = 20 }: { builds: readonly HistoryBar[]; places?: number }) {
  const shown = builds.slice(-places);
  const heights = barHeights(shown);
  const failed = shown.filter(({ result }) => result === 'FAILURE' || result === 'UNSTABLE').length;
  const width = places * barPx;
  return (
    <svg
      width={width}
      height={heightPx}
      viewBox={`0 0 ${width} ${heightPx}`}
      className={classes.root}
      role="img"
      aria-label={`${failed} of the newest ${shown.length} builds red`}
    >
      {shown.map((build, index) => {
        const height = Math.max(3, Math.round((heights[index] ?? 0) * heightPx));
        return (
          <rect
            key={build.id}
            x={width - (shown.length - index) * barPx}
            y={heightPx - height}
            width={barPx - 1}
            height={height}
            rx={0.5}
            data-tone={buildWord(build.result, build.building).tone}
          />
        );
      })}
    </svg>
  );
}
