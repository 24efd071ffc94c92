import { Link } from '@tanstack/react-router';
import { definitions } from '../../lib/definitions.ts';
import { formatRate } from '../../lib/format-number.ts';
import type { Filters } from '../../lib/url-state.ts';
import { Change } from '../../ui/change.tsx';
import { FigureCards } from '../../ui/figure-cards.tsx';
import { SparkLine } from '../../ui/spark-line.tsx';
import { StatCard } from '../../ui/stat-card.tsx';
import { NowCards } from './now-cards.tsx';
import classes from './stat-row.module.css';
import type { DashboardAnswers } from './use-dashboard.ts';

/** The figures of the range, each with its course and its change, and what is going on now. */
export function StatRow({ answers, filters }: { answers: DashboardAnswers; filters: Filters }) {
  const { data: metrics } = answers.metrics;
  const now = metrics?.data;
  const { result: _result, ...places } = filters;
  return (
    <div className={classes.root}>
      <FigureCards metrics={metrics} filters={filters} />
      <StatCard
        label="Tests passed"
        definition={definitions.testsPassed}
        value={now && formatRate(now.tests.passRate)}
        note={now && <Change now={now.tests.passRate} before={metrics?.previous?.tests.passRate} isShare />}
        link={(figure, className) => (
          <Link to="/tests" search={places} className={className}>
            {figure}
          </Link>
        )}
      >
        <SparkLine values={metrics?.groups.map(({ tests }) => tests.passRate) ?? []} />
      </StatCard>
      <NowCards running={answers.running.data?.meta.total} filters={filters} />
    </div>
  );
}
