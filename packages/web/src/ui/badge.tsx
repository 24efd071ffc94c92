import type { ReactNode } from 'react';
import type { Tone } from '../lib/result.ts';
import classes from './badge.module.css';

/** A short word on a soft ground, in the tone of a state. */
export function Badge({ tone = 'aborted', title, children }: { tone?: Tone; title?: string; children: ReactNode }) {
  return (
    <span className={classes.badge} data-tone={tone} title={title}>
      {children}
    </span>
  );
}
