import type { ReactNode } from 'react';
import classes from './pick-bar.module.css';

/** What can be done with the picked rows of a table, over the foot of the page. */
export function PickBar({ label, children }: { label: string; children: ReactNode }) {
  return (
    <section className={classes.root} aria-label={label}>
      <div className={classes.bar}>{children}</div>
    </section>
  );
}
