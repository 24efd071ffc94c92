import { Tooltip } from '@mantine/core';
import type { ReactNode } from 'react';
import classes from './hint.module.css';

/** Around a button that a viewer cannot use: says who can. */
export function EditorsOnly({ mayEdit, children }: { mayEdit: boolean; children: ReactNode }) {
  if (mayEdit) return children;
  return (
    <Tooltip
      label="Editors and administrators can do this. Ask one of them, or for the role."
      multiline
      w={240}
      withinPortal
      transitionProps={{ duration: 80, transition: 'fade' }}
      classNames={{ tooltip: classes.tip }}
    >
      <span>{children}</span>
    </Tooltip>
  );
}
