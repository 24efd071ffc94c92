import type { TestDetail } from '@buildbutler/contract';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { definitions } from '../../lib/definitions.ts';
import { formatDuration } from '../../lib/format-duration.ts';
import { formatCount, formatRate } from '../../lib/format-number.ts';
import grid from '../../ui/page-grid.module.css';
import { SparkLine } from '../../ui/spark-line.tsx';
import { StatCard } from '../../ui/stat-card.tsx';

const passShare = ({ runs, failed }: TestDetail['days'][number]) => (runs === 0 ? null : (runs - failed) / runs);

/** A link to the runs below, as `StatCard` wants it. */
function toHistory(status: string | undefined) {
  return (figure: ReactNode, className: string | undefined) => (
    <Link
      to="."
      search={((before: object) => ({ ...before, status })) as never}
      hash="history"
      resetScroll={false}
      className={className}
    >
      {figure}
    </Link>
  );
}

/** The six figures of a test over the range, each with its course. */
export function TestCards({ test }: { test: TestDetail }) {
  const { days, duration } = test;
  return (
    <div className={grid.cards}>
      <StatCard
        label="Runs"
        definition={definitions.testRuns}
        value={formatCount(test.runs)}
        note={test.skipped > 0 && `${formatCount(test.skipped)} skipped`}
        link={toHistory(undefined)}
      >
        <SparkLine values={days.map(({ runs }) => runs)} floor={0} />
      </StatCard>
      <StatCard
        label="Pass rate"
        definition={definitions.passRate}
        value={formatRate(test.passRate)}
        note={`${formatCount(test.passed)} passed`}
        link={toHistory('passed')}
      >
        <SparkLine values={days.map(passShare)} />
      </StatCard>
      <StatCard
        label="Failed"
        definition={definitions.testFailed}
        value={formatCount(test.failed)}
        note=""
        link={toHistory('failed')}
      >
        <SparkLine values={days.map(({ failed }) => failed)} floor={0} />
      </StatCard>
      <StatCard label="Average" definition={definitions.testDuration} value={formatDuration(duration.avg)} note="">
        <SparkLine values={days.map(({ avg }) => avg)} floor={0} />
      </StatCard>
      <StatCard label="Median" definition={definitions.testMedian} value={formatDuration(duration.p50)} note="">
        <SparkLine values={[]} />
      </StatCard>
      <StatCard
        label="p95"
        definition={definitions.testP95}
        value={formatDuration(duration.p95)}
        note={`longest ${formatDuration(duration.max)}`}
      >
        <SparkLine values={days.map(({ p95 }) => p95)} floor={0} />
      </StatCard>
    </div>
  );
}
