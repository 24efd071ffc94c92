import type { Metrics } from '@buildbutler/contract';
import { definitions } from '../lib/definitions.ts';
import { formatDuration } from '../lib/format-duration.ts';
import { formatCount, formatRate } from '../lib/format-number.ts';
import type { Filters } from '../lib/url-state.ts';
import { Change } from './change.tsx';
import { SparkLine } from './spark-line.tsx';
import { StatCard } from './stat-card.tsx';
import { toBuilds } from './to-builds.tsx';

interface FigureCardsProps {
  /** By day, compared with the period before; undefined while they are on their way. */
  readonly metrics: Metrics | undefined;
  /** Lead to the builds that the figures are of. */
  readonly filters: Filters;
}

/** The five cards of every range of builds, each with its course and its change. */
export function FigureCards({ metrics, filters }: FigureCardsProps) {
  const now = metrics?.data;
  const before = metrics?.previous;
  const days = metrics?.groups ?? [];
  const slowest = toBuilds({ ...filters, sort: 'duration', order: 'desc' });
  return (
    <>
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
        link={slowest}
      >
        <SparkLine values={days.map(({ duration }) => duration.p50)} floor={0} />
      </StatCard>
      <StatCard
        label="p95 duration"
        definition={definitions.p95}
        value={now && formatDuration(now.duration.p95)}
        note={now && <Change now={now.duration.p95} before={before?.duration.p95} />}
        link={slowest}
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
    </>
  );
}
