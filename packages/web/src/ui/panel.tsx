import type { ReactNode } from 'react';
import classes from './panel.module.css';

interface PanelProps {
  readonly title: string;
  /** A muted remark after the title: a count, a unit. */
  readonly note?: ReactNode;
  /** Stands at the right end of the title row. */
  readonly action?: ReactNode;
  /** Rows reach the panel's edges instead of keeping its padding. */
  readonly flush?: boolean;
  readonly children: ReactNode;
}

/** A titled section with a hairline border. */
export function Panel({ title, note, action, flush = false, children }: PanelProps) {
  return (
    <section className={classes.root} aria-label={title}>
      <header className={classes.header}>
        <h2 className={classes.title}>{title}</h2>
        {note !== undefined && <span className={classes.note}>{note}</span>}
        {action !== undefined && <span className={classes.action}>{action}</span>}
      </header>
      <div className={flush ? classes.flush : classes.body}>{children}</div>
    </section>
  );
}
