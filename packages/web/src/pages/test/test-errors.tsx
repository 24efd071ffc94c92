import type { TestDetail } from '@buildbutler/contract';
import { Link } from '@tanstack/react-router';
import { formatCount } from '../../lib/format-number.ts';
import { EmptyState } from '../../ui/empty-state.tsx';
import { Ranking } from '../../ui/ranking.tsx';

const figures = [{ label: 'Runs', definition: 'Failed runs in the range with this error.' }];

/** What the test said when it failed, most frequent first; each leads to its newest build. */
export function TestErrors({ test }: { test: TestDetail }) {
  const most = Math.max(1, ...test.errors.map(({ count }) => count));
  return (
    <Ranking
      title="Errors"
      note="numbers left out, each leads to its newest build"
      of="Error"
      kind="amount"
      figures={figures}
      empty={<EmptyState compact title="It did not fail in this range." />}
      rows={test.errors.map(({ title, count, lastBuildId }) => ({
        key: title,
        name: (className) => (
          <Link to="/builds/$id" params={{ id: lastBuildId }} className={className} title={title}>
            {title}
          </Link>
        ),
        share: count / most,
        figures: [formatCount(count)],
      }))}
    />
  );
}
