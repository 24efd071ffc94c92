import { IconAlertCircle, IconAlertTriangle, IconCircleCheck, IconInfoCircle } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import classes from './notice.module.css';

const icons = {
  failure: IconAlertCircle,
  unstable: IconAlertTriangle,
  success: IconCircleCheck,
  plain: IconInfoCircle,
};

interface NoticeProps {
  readonly tone: keyof typeof icons;
  readonly title: ReactNode;
  readonly children?: ReactNode;
  /** A code to search for, in fixed-width letters. */
  readonly code?: ReactNode;
  readonly action?: ReactNode;
  /** Is it told to screen readers when it appears? */
  readonly isNews?: boolean;
}

/** What happened, why and what to do, on a ground in the tone of the state. */
export function Notice({ tone, title, children, code, action, isNews = false }: NoticeProps) {
  const Icon = icons[tone];
  return (
    <div className={classes.root} data-tone={tone} role={isNews ? 'status' : undefined}>
      <Icon size={18} stroke={1.8} className={classes.icon} aria-hidden />
      <div className={classes.text}>
        <p className={classes.title}>{title}</p>
        {children !== undefined && <div className={classes.body}>{children}</div>}
        {code !== undefined && <p className={classes.code}>{code}</p>}
        {action !== undefined && <div className={classes.action}>{action}</div>}
      </div>
    </div>
  );
}
