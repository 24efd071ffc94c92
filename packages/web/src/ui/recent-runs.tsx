import classes from './spark-bars.module.css';

const barPx = 4;
const heightPx = 20;
const passedPx = 9;

interface RecentRunsProps {
  /** Oldest first: `p` passed, `f` failed. */
  readonly recent: string;
  readonly places?: number;
}

/** The newest outcomes in the height of a row, newest at the right: failures stand out by height and colour. */
export function RecentRuns({ recent, places = 30 }: RecentRunsProps) {
  const shown = [...recent.slice(-places)];
  const failed = shown.filter((outcome) => outcome === 'f').length;
  const width = places * barPx;
  return (
    <svg
      width={width}
      height={heightPx}
      viewBox={`0 0 ${width} ${heightPx}`}
      className={classes.root}
      role="img"
      aria-label={`${failed} of the newest ${shown.length} runs failed`}
    >
      {shown.map((outcome, index) => {
        const height = outcome === 'f' ? heightPx : passedPx;
        const x = width - (shown.length - index) * barPx;
        return (
          <rect
            key={x}
            x={x}
            y={heightPx - height}
            width={barPx - 1}
            height={height}
            rx={0.5}
            data-tone={outcome === 'f' ? 'failure' : 'success'}
          />
        );
      })}
    </svg>
  );
}
