import type { Tone } from '../lib/result.ts';
import classes from './state-dot.module.css';

/** A dot in the colour of a state; a failure is square, so that colour is not the only difference. Its word stands beside it. */
export function StateDot({ tone }: { tone: Tone }) {
  return <span className={classes.dot} data-tone={tone} aria-hidden="true" />;
}
