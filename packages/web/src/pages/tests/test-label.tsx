import type { TestSummary } from '@buildbutler/contract';
import labels from '../builds/job-label.module.css';

/** A test in one line: its own name first, then muted its class. What does not fit is on hover. */
export function TestLabel({ test }: { test: Pick<TestSummary, 'name' | 'className'> }) {
  const full = test.className === null ? test.name : `${test.className} ${test.name}`;
  return (
    <span className={labels.root} title={full}>
      <span className={labels.own}>
        <span className={labels.name}>{test.name}</span>
      </span>
      {test.className !== null && <span className={labels.place}>{test.className}</span>}
    </span>
  );
}
