import { Link } from '@tanstack/react-router';
import type { Filters } from '../../lib/url-state.ts';
import { EmptyState } from '../../ui/empty-state.tsx';
import { ErrorState } from '../../ui/error-state.tsx';
import { Panel } from '../../ui/panel.tsx';
import { CategoryChart } from '../failures/category-panels.tsx';
import type { DashboardAnswers } from './use-dashboard.ts';

const heightPx = 232;

/** What builds broke on, day by day. */
export function FailureCategories({ failures, filters }: { failures: DashboardAnswers['failures']; filters: Filters }) {
  const { result: _result, ...places } = filters;
  const all = (
    <Link to="/failures" search={places}>
      All failures
    </Link>
  );
  if (failures.isError && failures.data === undefined) {
    return (
      <Panel title="Failures per day">
        <ErrorState compact error={failures.error} onRetry={() => void failures.refetch()} />
      </Panel>
    );
  }
  if (failures.data?.meta.red === 0) {
    return (
      <Panel title="Failures per day" action={all}>
        <EmptyState compact title="No build failed in this range." />
      </Panel>
    );
  }
  return <CategoryChart figures={failures.data} filters={places} height={heightPx} action={all} mostNamed={4} />;
}
