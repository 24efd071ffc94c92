import { useNavigate, useSearch } from '@tanstack/react-router';
import { formatCount, formatCountOf } from '../../lib/format-number.ts';
import { viewerTimeZone } from '../../lib/format-time.ts';
import { defaultRange, rangePhrase } from '../../lib/range.ts';
import { testPlaces } from '../../lib/test-filters.ts';
import { useFlakyTrend } from '../../queries/tests.ts';
import { ErrorState } from '../../ui/error-state.tsx';
import { ExportMenu } from '../../ui/export-menu.tsx';
import { PageHeader } from '../../ui/page-header.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { Tabs } from '../../ui/tabs.tsx';
import { useFilters } from '../frame/use-filters.ts';
import { TestTools } from '../tests/test-tools.tsx';
import { useTestFilters } from '../tests/use-test-filters.ts';
import { FlakyJobs } from './flaky-jobs.tsx';
import classes from './flaky-page.module.css';
import { FlakyTests } from './flaky-tests.tsx';
import { FlipTrend } from './flip-trend.tsx';
import { RulesBanner } from './rules-banner.tsx';

type Tab = 'tests' | 'jobs';

/** Tests, jobs and stages that fail and pass by turns: by which rules, since when, what they cost. */
export function FlakyPage() {
  const { filters: bar } = useFilters();
  const { filters, change } = useTestFilters();
  const { tab }: { tab?: unknown } = useSearch({ strict: false });
  const navigate = useNavigate();
  const chosen: Tab = tab === 'jobs' ? 'jobs' : 'tests';
  const range = bar.range ?? defaultRange;
  const { test, tag, withoutTag } = filters;
  const asked = {
    ...testPlaces(bar),
    ...(test === undefined ? {} : { test }),
    ...(tag === undefined ? {} : { tag }),
    ...(withoutTag === undefined ? {} : { withoutTag }),
    range,
    tz: viewerTimeZone(),
  };
  const trend = useFlakyTrend(asked);
  const flips = trend.data?.days.reduce((sum, day) => sum + day.flips, 0) ?? 0;
  const toTab = (value: Tab) => {
    const next = (before: object) => ({
      ...before,
      tab: value === 'jobs' ? 'jobs' : undefined,
      page: undefined,
      sort: undefined,
      order: undefined,
    });
    void navigate({ to: '.', search: next as never, resetScroll: false });
  };
  return (
    <>
      <PageHeader
        title="Flaky tests"
        sentence={
          trend.data === undefined ? (
            !trend.isError && <Skeleton width={240} height={14} />
          ) : (
            <>
              {formatCountOf(trend.data.meta.flakyTests, 'flaky test')}, {formatCountOf(flips, 'flip')}{' '}
              {rangePhrase(range)}
            </>
          )
        }
        actions={<ExportMenu what="flaky" query={{ ...testPlaces(bar), range }} />}
      />
      <RulesBanner rules={trend.data?.meta.rules} />
      <Tabs
        label="What is flaky"
        tabs={[
          { value: 'tests', label: 'Tests', note: trend.data && formatCount(trend.data.meta.flakyTests) },
          { value: 'jobs', label: 'Jobs and stages' },
        ]}
        value={chosen}
        onChange={toTab}
      >
        {chosen === 'jobs' ? (
          <FlakyJobs bar={bar} />
        ) : (
          <div className={classes.tests}>
            {trend.isError && trend.data === undefined ? (
              <ErrorState error={trend.error} onRetry={() => void trend.refetch()} />
            ) : (
              <FlipTrend trend={trend} asked={asked} bar={bar} filters={filters} />
            )}
            <div>
              <TestTools filters={filters} change={change} isShort />
              <FlakyTests asked={asked} bar={bar} />
            </div>
          </div>
        )}
      </Tabs>
    </>
  );
}
