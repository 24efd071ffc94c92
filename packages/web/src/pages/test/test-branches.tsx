import type { TestDetail } from '@buildbutler/contract';
import { Link } from '@tanstack/react-router';
import { definitions } from '../../lib/definitions.ts';
import { formatCount, formatRate } from '../../lib/format-number.ts';
import { EmptyState } from '../../ui/empty-state.tsx';
import { Ranking } from '../../ui/ranking.tsx';

const figures = [
  { label: 'Passed', definition: definitions.passRate },
  { label: 'Runs', definition: definitions.testRuns },
  { label: 'Failed', definition: definitions.testFailed },
];

/** How the test does on each branch; a click narrows the page to it, another one takes that back. */
export function TestBranches({ test, chosen }: { test: TestDetail; chosen: string | undefined }) {
  return (
    <Ranking
      title="By branch"
      note={formatCount(test.branches.length)}
      of="Branch"
      kind="rate"
      figures={figures}
      empty={<EmptyState compact title="The builds of this test name no branch." />}
      rows={test.branches.map(({ branch, runs, failed, passRate }) => ({
        key: branch,
        name: (className) => (
          <Link
            to="."
            search={((before: object) => ({ ...before, branch: branch === chosen ? undefined : branch })) as never}
            resetScroll={false}
            aria-current={branch === chosen ? 'true' : undefined}
            className={className}
            title={branch}
          >
            {branch}
          </Link>
        ),
        share: passRate ?? 0,
        figures: [formatRate(passRate), formatCount(runs), formatCount(failed)],
        isChosen: branch === chosen,
      }))}
    />
  );
}
