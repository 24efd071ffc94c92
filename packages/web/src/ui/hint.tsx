import { Tooltip } from '@mantine/core';
import type { ReactNode } from 'react';
import classes from './hint.module.css';

interface HintProps {
  /** The explanation. */
  readonly text: string;
  /** What a click does besides; absent = the word only explains itself. */
  readonly onClick?: () => void;
  readonly children: ReactNode;
}

/** A word whose meaning is told on hover, on touch and on keyboard focus. */
export function Hint({ text, onClick, children }: HintProps) {
  return (
    <Tooltip
      label={text}
      multiline
      w={text.length > 40 ? 260 : 'auto'}
      openDelay={onClick === undefined ? 150 : 500}
      withinPortal
      events={{ hover: true, focus: true, touch: onClick === undefined }}
      transitionProps={{ duration: 80, transition: 'fade' }}
      classNames={{ tooltip: classes.tip }}
    >
      <button type="button" className={onClick === undefined ? classes.word : classes.action} onClick={onClick}>
        {children}
      </button>
    </Tooltip>
  );
}
