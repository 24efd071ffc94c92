import { Link } from '@tanstack/react-router';
import { definitions } from '../../lib/definitions.ts';
import { formatCount, formatCountOf, formatRate } from '../../lib/format-number.ts';
import { viewerTimeZone } from '../../lib/format-time.ts';
import { defaultRange } from '../../lib/range.ts';
import type { Filters } from '../../lib/url-state.ts';
import { useTests } from '../../queries/tests.ts';
import { EmptyState } from '../../ui/empty-state.tsx';
import { ErrorState } from '../../ui/error-state.tsx';
import { Panel } from '../../ui/panel.tsx';
import { Ranking } from '../../ui/ranking.tsx';
import { SkeletonRows } from '../../ui/skeleton.tsx';

const asked = 25;

/** The tests of a job that fail most. */
export function JobTests({ filters }: { filters: Filters }) {
  const { result: _result, ...places } = filters;
  const tests = useTests({ ...places, range: filters.range ?? defaultRange, tz: viewerTimeZone(), per_page: asked });
  if (tests.data === undefined) {
    return (
      <Panel title="Tests that fail" flush>
        {tests.isError ? (
          <ErrorState compact error={tests.error} onRetry={() => void tests.refetch()} />
        ) : (
          <SkeletonRows count={5} />
        )}
      </Panel>
    );
  }
  const failing = tests.data.data.filter(({ failed }) => failed > 0);
  const { total } = tests.data.meta;
  return (
    <Ranking
      title="Tests that fail"
      note={
        total > 0 && (
          <Link to="/tests" search={places}>
            of {formatCountOf(total, 'test')}
          </Link>
        )
      }
      of="Test"
      kind="rate"
      figures={[
        { label: 'Failed', definition: definitions.testFailed },
        { label: 'Passes', definition: definitions.passRate },
      ]}
      rows={failing.map((test) => ({
        key: test.id,
        name: (className) => (
          <Link
            to="/tests/$id"
            params={{ id: test.id }}
            search={filters.range === undefined ? {} : { range: filters.range }}
            className={className}
            title={[test.className, test.name].filter((part) => part !== null).join(' · ')}
          >
            {test.name}
          </Link>
        ),
        share: test.passRate ?? 0,
        figures: [formatCount(test.failed), formatRate(test.passRate)],
      }))}
      empty={
        <EmptyState
          compact
          title={total === 0 ? 'No build of this range has a test report.' : 'No test failed in this range.'}
        />
      }
    />
  );
}
