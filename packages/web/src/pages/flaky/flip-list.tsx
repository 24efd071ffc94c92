import type { Flip, RouteInput, routes } from '@buildbutler/contract';
import { IconArrowRight, IconX } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { distinctKeys } from '../../lib/distinct-keys.ts';
import { formatCountOf } from '../../lib/format-number.ts';
import { formatLongDay } from '../../lib/format-time.ts';
import { daysRange } from '../../lib/range.ts';
import { useFlips } from '../../queries/tests.ts';
import { EmptyState } from '../../ui/empty-state.tsx';
import { ErrorState } from '../../ui/error-state.tsx';
import { Pager } from '../../ui/pager.tsx';
import { Panel } from '../../ui/panel.tsx';
import { SkeletonRows } from '../../ui/skeleton.tsx';
import { TestMark } from '../../ui/test-mark.tsx';
import { TimeAgo } from '../../ui/time-ago.tsx';
import { JobLabel } from '../builds/job-label.tsx';
import { TestLabel } from '../tests/test-label.tsx';
import classes from './flip-list.module.css';

export type FlakyQuestion = RouteInput<typeof routes.getFlakyTrend>['query'];

/** Every time a flaky test went from pass to fail or back on one day, newest first. */
export function FlipList({ day, asked }: { day: string; asked: FlakyQuestion }) {
  const [page, setPage] = useState(1);
  const [perPage, setPerPage] = useState(25);
  const range = daysRange(day, day);
  const flips = useFlips({ ...asked, ...(range === undefined ? {} : { range }), page, per_page: perPage });
  const total = flips.data?.meta.total;
  const without = (before: object) => ({ ...before, day: undefined });
  return (
    <Panel
      title={`Transitions on ${formatLongDay(day)}`}
      note={total !== undefined && formatCountOf(total, 'flip')}
      action={
        <Link to="." search={without as never} resetScroll={false} className={classes.close} aria-label="Close">
          <IconX size={14} stroke={1.8} aria-hidden /> Close
        </Link>
      }
      flush
    >
      {flips.data === undefined ? (
        flips.isError ? (
          <ErrorState compact error={flips.error} onRetry={() => void flips.refetch()} />
        ) : (
          <SkeletonRows count={5} />
        )
      ) : flips.data.data.length === 0 ? (
        <EmptyState compact title="No flaky test changed between pass and fail on this day." />
      ) : (
        <Rows flips={flips.data.data} />
      )}
      {total !== undefined && total > 25 && (
        <div className={classes.pager}>
          <Pager
            {...{ page, perPage, total, noun: 'transitions', onPage: setPage }}
            onPerPage={(size) => {
              setPerPage(size);
              setPage(1);
            }}
          />
        </div>
      )}
    </Panel>
  );
}

function Rows({ flips }: { flips: readonly Flip[] }) {
  const keys = distinctKeys(flips.map(({ test, build }) => `${test.id} ${build.id}`));
  return (
    <ul className={classes.list}>
      {flips.map((flip, index) => (
        <li key={keys[index]} className={classes.row}>
          <span className={classes.change}>
            <TestMark status={flip.from} iconOnly />
            <IconArrowRight size={14} stroke={1.8} aria-hidden />
            <span className="visually-hidden">then</span>
            <TestMark status={flip.to} iconOnly />
          </span>
          <span className={classes.test}>
            <Link to="/tests/$id" params={{ id: flip.test.id }}>
              <TestLabel test={flip.test} />
            </Link>
          </span>
          <span className={classes.build}>
            <Link to="/builds/$id" params={{ id: flip.build.id }}>
              <JobLabel fullName={flip.build.jobName} branch={flip.branch} number={flip.build.number} />
            </Link>
          </span>
          <span className={classes.time}>
            <TimeAgo at={flip.timestamp} />
          </span>
        </li>
      ))}
    </ul>
  );
}
