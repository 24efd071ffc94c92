import type { Build } from '@buildbutler/contract';
import { definitions } from '../../lib/definitions.ts';
import { formatCount, formatRate } from '../../lib/format-number.ts';
import { Fact, Facts } from '../../ui/facts.tsx';
import classes from './build-test-counts.module.css';

/** How many tests ran and what came out. */
export function BuildTestCounts({ tests }: { tests: NonNullable<Build['tests']> }) {
  const { total, passed, failed, skipped } = tests;
  const parts = [
    { tone: 'failure', count: failed },
    { tone: 'success', count: passed },
    { tone: 'aborted', count: skipped },
  ].filter(({ count }) => count > 0);
  return (
    <>
      <div className={classes.bar} aria-hidden="true">
        {parts.map(({ tone, count }) => (
          <span key={tone} data-tone={tone} className={classes.part} style={{ flexGrow: count }} />
        ))}
      </div>
      <Facts>
        <Fact label="Failed">
          <span className={failed > 0 ? classes.failed : undefined}>{formatCount(failed)}</span>
        </Fact>
        <Fact label="Passed">{formatCount(passed)}</Fact>
        <Fact label="Skipped">{formatCount(skipped)}</Fact>
        <Fact label="Pass rate" definition={definitions.testsPassed}>
          {formatRate(total === 0 ? null : passed / total)} of {formatCount(total)}
        </Fact>
      </Facts>
    </>
  );
}
