import type { ReactNode } from 'react';
import classes from './section-head.module.css';

interface SectionHeadProps {
  readonly title: string;
  /** A muted remark after the title. */
  readonly note?: ReactNode;
  /** Stand at the right end. */
  readonly tools?: ReactNode;
}

/** The name of a part of a page that has no frame of its own, such as a table. */
export function SectionHead({ title, note, tools }: SectionHeadProps) {
  return (
    <header className={classes.root}>
      <h2 className={classes.title}>{title}</h2>
      <span className={classes.note}>{note}</span>
      {tools !== undefined && <span className={classes.tools}>{tools}</span>}
    </header>
  );
}
