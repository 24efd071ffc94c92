import type { ReactNode } from 'react';
import classes from './facts.module.css';
import { Hint } from './hint.tsx';

interface FactProps {
  readonly label: string;
  readonly definition?: string;
  /** Takes a whole row. */
  readonly isWide?: boolean;
  readonly children: ReactNode;
}

/** What is known about one thing, as names and values. */
export function Facts({ children }: { children: ReactNode }) {
  return <dl className={classes.root}>{children}</dl>;
}

/** One name and its value. */
export function Fact({ label, definition, isWide = false, children }: FactProps) {
  return (
    <div className={classes.fact} data-wide={isWide || undefined}>
      <dt className={classes.label}>{definition === undefined ? label : <Hint text={definition}>{label}</Hint>}</dt>
      <dd className={classes.value}>{children}</dd>
    </div>
  );
}
