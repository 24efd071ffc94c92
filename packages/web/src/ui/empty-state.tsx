import type { ReactNode } from 'react';
import classes from './message.module.css';

interface EmptyStateProps {
  readonly title: string;
  readonly children?: ReactNode;
  readonly action?: ReactNode;
  readonly compact?: boolean;
}

/** Says why there is nothing here and what to do about it. */
export function EmptyState({ title, children, action, compact = false }: EmptyStateProps) {
  return (
    <div className={compact ? classes.compactEmpty : classes.block}>
      <div className={classes.text}>
        <p className={classes.title}>{title}</p>
        {children !== undefined && <div className={classes.why}>{children}</div>}
        {action !== undefined && <div className={classes.actions}>{action}</div>}
      </div>
    </div>
  );
}
