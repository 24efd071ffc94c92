import type { Tone } from '../lib/result.ts';
import classes from './donut.module.css';

interface DonutProps {
  /** What it shows with its figures, for screen readers and as the name of its picture. */
  readonly name: string;
  readonly parts: readonly { readonly tone: Tone; readonly count: number }[];
  /** Stands in the middle. */
  readonly figure: string;
  readonly size: number;
}

const ringPx = 9;
const leastPx = 3;

/** Parts of a whole as a ring. The counts stand beside it: it only shows how they relate. */
export function Donut({ name, parts, figure, size }: DonutProps) {
  const total = parts.reduce((sum, { count }) => sum + count, 0);
  const radius = (size - ringPx) / 2;
  const length = 2 * Math.PI * radius;
  // A failed test among thousands must stay to be seen: small parts get a least length, and lie above the others.
  const arcs = parts
    .filter(({ count }) => count > 0)
    .map(({ tone, count }) => {
      const index = parts.findIndex((part) => part.tone === tone);
      const before = parts.slice(0, index).reduce((sum, part) => sum + part.count, 0);
      return { tone, count, from: before / total, shown: Math.max((count / total) * length, leastPx) };
    })
    .toSorted((a, b) => b.count - a.count);
  return (
    <figure className={classes.root} aria-label={name}>
      <svg width={size} height={size} viewBox={`0 0 ${size} ${size}`} aria-hidden="true">
        <circle cx={size / 2} cy={size / 2} r={radius} className={classes.ground} strokeWidth={ringPx} />
        {arcs.map(({ tone, from, shown }) => (
          <circle
            key={tone}
            cx={size / 2}
            cy={size / 2}
            r={radius}
            strokeWidth={ringPx}
            strokeDasharray={`${shown} ${length - shown}`}
            transform={`rotate(${from * 360 - 90} ${size / 2} ${size / 2})`}
            className={classes.part}
            data-tone={tone}
          />
        ))}
        <text x={size / 2} y={size / 2} dy="0.35em" className={classes.figure}>
          {figure}
        </text>
      </svg>
    </figure>
  );
}
