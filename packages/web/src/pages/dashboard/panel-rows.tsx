import type { ReactNode } from 'react';
import { ErrorState } from '../../ui/error-state.tsx';
import { SkeletonRows } from '../../ui/skeleton.tsx';
import classes from './rows.module.css';
import { listLength } from './use-dashboard.ts';

interface PanelRowsProps<Row> {
  readonly answer: { readonly isError: boolean; readonly error: unknown; readonly refetch: () => unknown };
  /** Undefined while they are on their way. */
  readonly rows: readonly Row[] | undefined;
  readonly empty: ReactNode;
  /** Names of the columns. */
  readonly head?: ReactNode;
  readonly children: (row: Row) => ReactNode;
}

/** The rows of a panel of the dashboard, or what stands in for them. */
export function PanelRows<Row>({ answer, rows, empty, head, children }: PanelRowsProps<Row>) {
  if (rows === undefined) {
    if (!answer.isError) {
      return (
        <>
          {head}
          <SkeletonRows count={listLength} />
        </>
      );
    }
    return <ErrorState compact error={answer.error} onRetry={() => void answer.refetch()} />;
  }
  if (rows.length === 0) return empty;
  return (
    <>
      {head}
      <ul className={classes.list}>{rows.map((row) => children(row))}</ul>
    </>
  );
}
