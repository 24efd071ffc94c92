import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { definitions } from '../../lib/definitions.ts';
import { formatDuration } from '../../lib/format-duration.ts';
import { formatCount, formatRate } from '../../lib/format-number.ts';
import type { Filters } from '../../lib/url-state.ts';
import { Change } from '../../ui/change.tsx';
import { SparkLine } from '../../ui/spark-line.tsx';
import { StatCard } from '../../ui/stat-card.tsx';
import { NowCards } from './now-cards.tsx';
import classes from './stat-row.module.css';
import type { DashboardAnswers } from './use-dashboard.ts';

/** A link to builds that fits `StatCard`. */
function toBuilds(search: object) {
  return (figure: ReactNode, className: string | undefined) => (
    <Link to="/builds" search={search} className={className}>
      {figure}
    </Link>
  );
}

/** The figures of the range, each with its course and its change, and what is going on now. */
export function StatRow({ answers, filters }: { answers: DashboardAnswers; filters: Filters }) {
  const { metrics } = answers;
  const now = metrics.data?.data;
  const before = metrics.data?.previous;
  const days = metrics.data?.groups ?? [];
  const slowest = { ...filters, sort: 'duration', order: 'desc' };
  return (
    <div className={classes.root}>
      <StatCard
        label="Builds"
        definition={definitions.builds}
        value={now && formatCount(now.builds)}
        note={now && <Change now={now.builds} before={before?.builds} />}
        link={toBuilds(filters)}
      >
        <SparkLine values={days.map(({ builds }) => builds)} floor={0} />
      </StatCard>
      <StatCard
        label="Success rate"
        definition={definitions.successRate}
        value={now && formatRate(now.successRate)}
        note={now && <Change now={now.successRate} before={before?.successRate} isShare />}
        link={toBuilds({ ...filters, result: ['UNSTABLE', 'FAILURE'] })}
      >
        <SparkLine values={days.map(({ successRate }) => successRate)} />
      </StatCard>
      <StatCard
        label="Median duration"
        definition={definitions.median}
        value={now && formatDuration(now.duration.p50)}
        note={now && <Change now={now.duration.p50} before={before?.duration.p50} />}
        link={toBuilds(slowest)}
      >
        <SparkLine values={days.map(({ duration }) => duration.p50)} floor={0} />
      </StatCard>
      <StatCard
        label="p95 duration"
        definition={definitions.p95}
        value={now && formatDuration(now.duration.p95)}
        note={now && <Change now={now.duration.p95} before={before?.duration.p95} />}
        link={toBuilds(slowest)}
      >
        <SparkLine values={days.map(({ duration }) => duration.p95)} floor={0} />
      </StatCard>
      <StatCard
        label="Queue time"
        definition={definitions.queueTime}
        value={now && formatDuration(now.queueTime.avg)}
        note={now && <Change now={now.queueTime.avg} before={before?.queueTime.avg} />}
        link={toBuilds({ ...filters, sort: 'queueTime', order: 'desc' })}
      >
        <SparkLine values={days.map(({ queueTime }) => queueTime.avg)} floor={0} />
      </StatCard>
      <StatCard
        label="Tests passed"
        definition={definitions.testsPassed}
        value={now && formatRate(now.tests.passRate)}
        note={now && <Change now={now.tests.passRate} before={before?.tests.passRate} isShare />}
        link={toBuilds({ ...filters, result: ['UNSTABLE'] })}
      >
        <SparkLine values={days.map(({ tests }) => tests.passRate)} />
      </StatCard>
      <NowCards running={answers.running.data?.meta.total} filters={filters} />
    </div>
  );
}
