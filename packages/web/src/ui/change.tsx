import { IconArrowDownRight, IconArrowUpRight } from '@tabler/icons-react';
import { formatChange, formatPoints } from '../lib/format-number.ts';
import classes from './change.module.css';

interface ChangeProps {
  readonly now: number | null;
  readonly before: number | null | undefined;
  /** Shares change in points, everything else in percent. */
  readonly isShare?: boolean;
}

/** The change of a figure against the period before; nothing without one. Ink, not colour: more builds or longer ones are no states. */
export function Change({ now, before, isShare = false }: ChangeProps) {
  if (now === null || before === null || before === undefined) return null;
  const text = isShare ? formatPoints(now - before) : formatChange(now, before);
  if (text === null) return null;
  const Arrow = now > before ? IconArrowUpRight : IconArrowDownRight;
  return (
    <span className={classes.root} title="Against the period of the same length before">
      {!text.startsWith('±') && <Arrow size={14} stroke={1.8} aria-hidden />}
      <span className={classes.text}>{text}</span>
    </span>
  );
}
