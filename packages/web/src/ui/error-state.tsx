import { ApiError } from '@buildbutler/contract';
import { Button } from '@mantine/core';
import { IconAlertCircle } from '@tabler/icons-react';
import { describeError } from '../lib/describe-error.ts';
import classes from './message.module.css';

interface ErrorStateProps {
  readonly error: unknown;
  readonly onRetry?: () => void;
  /** One row instead of a block, for panels that stand among others. */
  readonly compact?: boolean;
}

/** What went wrong, why, and what to do, with the code and request id to search for. */
export function ErrorState({ error, onRetry, compact = false }: ErrorStateProps) {
  const { title, why, fix } = describeError(error);
  const problem = error instanceof ApiError ? error.problem : undefined;
  return (
    <div className={compact ? classes.compact : classes.block} role="alert">
      <IconAlertCircle size={20} className={classes.errorIcon} aria-hidden />
      <div className={classes.text}>
        <p className={classes.title}>{title}</p>
        {why !== '' && <p className={classes.why}>{why}</p>}
        <p className={classes.why}>{fix}</p>
        {problem !== undefined && (
          <p className={classes.code}>
            {problem.connectionCode ?? problem.code}
            {problem.requestId !== '' && ` · request ${problem.requestId}`}
          </p>
        )}
        {onRetry !== undefined && (
          <div className={classes.actions}>
            <Button onClick={onRetry}>Try again</Button>
          </div>
        )}
      </div>
    </div>
  );
}
