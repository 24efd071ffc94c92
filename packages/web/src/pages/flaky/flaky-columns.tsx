import type { FlakyTest } from '@buildbutler/contract';
import { Link } from '@tanstack/react-router';
import { definitions } from '../../lib/definitions.ts';
import { formatDuration } from '../../lib/format-duration.ts';
import { formatCount, formatCountOf, formatRate, unknown } from '../../lib/format-number.ts';
import { RecentRuns } from '../../ui/recent-runs.tsx';
import type { TableColumn } from '../../ui/table-column.ts';
import { TestMark } from '../../ui/test-mark.tsx';
import { TimeAgo } from '../../ui/time-ago.tsx';
import { NameCell } from '../builds/build-cells.tsx';
import { JobLabel } from '../builds/job-label.tsx';
import { TestLabel } from '../tests/test-label.tsx';
import classes from './flaky-page.module.css';

/** What goes along to the page of a flaky test: the branch on which it is flaky. */
export function flakySearch(test: FlakyTest, range: string | undefined) {
  return {
    ...(test.branch === null ? {} : { branch: test.branch }),
    ...(range === undefined ? {} : { range }),
  };
}

/** The columns of the table of flaky tests; `range` goes along to the page of a test. */
export function flakyColumns(range: string | undefined): TableColumn<FlakyTest>[] {
  return [
    {
      id: 'test',
      header: 'Test',
      width: 230,
      grows: 3,
      sort: 'name',
      cell: (test) => (
        <span className={classes.marked}>
          <TestMark status={test.status} iconOnly />
          <Link to="/tests/$id" params={{ id: test.id }} search={flakySearch(test, range)} data-row-link>
            <TestLabel test={test} />
          </Link>
        </span>
      ),
    },
    {
      id: 'job',
      header: 'Job',
      width: 110,
      grows: 1,
      cell: (test) => <JobLabel fullName={test.jobName} instance={test.instance} branch={test.branch} />,
    },
    { id: 'branch', header: 'Branch', width: 84, grows: 1, cell: (test) => <NameCell name={test.branch} /> },
    {
      id: 'recent',
      header: 'Recent runs',
      definition: definitions.recentRuns,
      width: 138,
      cell: (test) => <RecentRuns recent={test.recent} />,
    },
    {
      id: 'flips',
      header: 'Flips',
      definition: definitions.flips,
      width: 56,
      isFigure: true,
      sort: 'flips',
      firstOrder: 'desc',
      cell: (test) => formatCount(test.flips),
    },
    {
      id: 'passRate',
      header: 'Pass rate',
      definition: definitions.flakyPassRate,
      width: 80,
      isFigure: true,
      sort: 'passRate',
      cell: (test) => formatRate(test.passRate),
    },
    {
      id: 'lastFlip',
      header: 'Last flip',
      definition: definitions.lastFlip,
      width: 88,
      isFigure: true,
      sort: 'lastFlip',
      firstOrder: 'desc',
      cell: (test) => <LastFlip test={test} />,
    },
    {
      id: 'cost',
      header: 'Re-runs',
      definition: definitions.reruns,
      width: 104,
      isFigure: true,
      sort: 'cost',
      firstOrder: 'desc',
      cell: (test) => <RerunCost reruns={test.reruns} />,
    },
  ];
}

/** When it flipped last, with the way to that build. */
export function LastFlip({ test }: { test: Pick<FlakyTest, 'lastFlipAt' | 'lastFlipBuildId'> }) {
  if (test.lastFlipBuildId === null) return <TimeAgo at={test.lastFlipAt} />;
  return (
    <Link to="/builds/$id" params={{ id: test.lastFlipBuildId }}>
      <TimeAgo at={test.lastFlipAt} />
    </Link>
  );
}

/** How many builds were run again because of it, and how long they took. */
export function RerunCost({ reruns: { builds, minutes } }: { reruns: FlakyTest['reruns'] }) {
  if (builds === 0) return unknown;
  return (
    <span title={`${formatCountOf(builds, 'build')}, ${formatDuration(minutes * 60_000)}`}>
      {formatCount(builds)} · {formatDuration(minutes * 60_000)}
    </span>
  );
}
