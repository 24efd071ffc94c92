import type { SeriesTone } from './column.ts';
import classes from './swatch.module.css';

/** The colour of a series beside its name. */
export function Swatch({ tone }: { tone: SeriesTone }) {
  return <span className={classes.swatch} data-tone={tone} aria-hidden="true" />;
}
