import type { TestSummary } from '@buildbutler/contract';
import { Link } from '@tanstack/react-router';
import { definitions } from '../../lib/definitions.ts';
import { formatDuration } from '../../lib/format-duration.ts';
import { formatCount, formatRate } from '../../lib/format-number.ts';
import type { Filters } from '../../lib/url-state.ts';
import type { TableColumn } from '../../ui/table-column.ts';
import { TestMark } from '../../ui/test-mark.tsx';
import { TimeAgo } from '../../ui/time-ago.tsx';
import { JobLabel } from '../builds/job-label.tsx';
import { TagList } from './tag-list.tsx';
import { TestLabel } from './test-label.tsx';

type Column = TableColumn<TestSummary>;

/** The columns of the table of tests; `search` goes along to the page of a test. */
export function testColumns(search: Filters): Column[] {
  return [
    {
      id: 'status',
      header: 'Status',
      definition: definitions.testStatus,
      width: 90,
      cell: (test) => <TestMark status={test.status} />,
    },
    {
      id: 'test',
      header: 'Test',
      width: 190,
      grows: 3,
      sort: 'name',
      cell: (test) => (
        <Link to="/tests/$id" params={{ id: test.id }} search={search} data-row-link>
          <TestLabel test={test} />
        </Link>
      ),
    },
    {
      id: 'project',
      header: 'Project',
      width: 110,
      grows: 1,
      cell: (test) => <JobLabel fullName={test.project} instance={test.instance} isBranch={false} />,
    },
    { id: 'tags', header: 'Tags', width: 84, grows: 1, cell: (test) => <TagList tags={test.tags} /> },
    ...figures,
  ];
}

const figures: readonly Column[] = [
  {
    id: 'runs',
    header: 'Runs',
    definition: definitions.testRuns,
    width: 56,
    isFigure: true,
    sort: 'runs',
    firstOrder: 'desc',
    cell: (test) => formatCount(test.runs),
  },
  {
    id: 'failed',
    header: 'Failed',
    definition: definitions.testFailed,
    width: 60,
    isFigure: true,
    sort: 'failed',
    firstOrder: 'desc',
    cell: (test) => formatCount(test.failed),
  },
  {
    id: 'passRate',
    header: 'Pass rate',
    definition: definitions.passRate,
    width: 78,
    isFigure: true,
    sort: 'passRate',
    cell: (test) => formatRate(test.passRate),
  },
  {
    id: 'avgDuration',
    header: 'Avg',
    definition: definitions.testDuration,
    width: 66,
    isFigure: true,
    sort: 'avgDuration',
    firstOrder: 'desc',
    cell: (test) => formatDuration(test.avgDuration),
  },
  {
    id: 'lastBuild',
    header: 'Last build',
    width: 76,
    isFigure: true,
    cell: ({ lastBuild }) => (
      <Link to="/builds/$id" params={{ id: lastBuild.id }} title={`${lastBuild.jobName} #${lastBuild.number}`}>
        #{lastBuild.number}
      </Link>
    ),
  },
  {
    id: 'lastRun',
    header: 'Last run',
    width: 92,
    isFigure: true,
    sort: 'lastRun',
    firstOrder: 'desc',
    cell: (test) => <TimeAgo at={test.lastRunAt} />,
  },
];
