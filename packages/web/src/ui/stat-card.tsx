import type { ReactNode } from 'react';
import { Hint } from './hint.tsx';
import { Skeleton } from './skeleton.tsx';
import classes from './stat-card.module.css';

interface StatCardProps {
  readonly label: string;
  /** What the figure means, told on hover. */
  readonly definition: string;
  /** The figure; undefined while it is on its way. */
  readonly value: ReactNode | undefined;
  /** A second figure that belongs to the first, muted beside it. */
  readonly aside?: ReactNode;
  /** What changed against the period before, or another remark. */
  readonly note?: ReactNode;
  /** A spark line under the figures; without one the card is half as high. */
  readonly children?: ReactNode;
  /** Wraps the figure in the link to the rows behind it. */
  readonly link?: (figure: ReactNode, className: string | undefined) => ReactNode;
}

/** One figure with its change and its course; the whole card leads to the rows behind it. */
export function StatCard({ label, definition, value, aside, note, children, link }: StatCardProps) {
  const figure = <span className={classes.value}>{value}</span>;
  return (
    <div
      className={classes.root}
      data-linked={link !== undefined || undefined}
      data-half={children === undefined || undefined}
    >
      <div className={classes.label}>
        <Hint text={definition}>{label}</Hint>
      </div>
      <div className={classes.figures}>
        {value === undefined ? (
          <Skeleton width={64} height={16} />
        ) : (
          (link?.(figure, classes.link) ?? <span>{figure}</span>)
        )}
        {value !== undefined && aside !== undefined && <span className={classes.aside}>{aside}</span>}
      </div>
      {(note !== undefined || children !== undefined) && <div className={classes.note}>{note}</div>}
      {children !== undefined && <div className={classes.spark}>{children}</div>}
    </div>
  );
}
