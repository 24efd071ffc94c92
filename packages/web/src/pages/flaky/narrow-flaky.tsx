import type { FlakyTest } from '@buildbutler/contract';
import { Link } from '@tanstack/react-router';
import { formatCountOf, formatRate } from '../../lib/format-number.ts';
import { splitJobName } from '../../lib/job-name.ts';
import { RecentRuns } from '../../ui/recent-runs.tsx';
import { TestMark } from '../../ui/test-mark.tsx';
import narrow from '../builds/narrow-build.module.css';
import tests from '../tests/narrow-test.module.css';
import { flakySearch } from './flaky-columns.tsx';

const places = 20;

/** A flaky test in two lines: what it is and its newest runs; where, and how often it flips. */
export function NarrowFlaky({ test, range }: { test: FlakyTest; range: string | undefined }) {
  return (
    <div className={narrow.root}>
      <TestMark status={test.status} iconOnly />
      <div className={narrow.text}>
        <div className={narrow.line}>
          <Link
            to="/tests/$id"
            params={{ id: test.id }}
            search={flakySearch(test, range)}
            data-row-link
            className={narrow.name}
          >
            <span className={tests.name}>{test.name}</span>
          </Link>
          <span className={narrow.end}>
            <RecentRuns recent={test.recent} places={places} />
          </span>
        </div>
        <div className={narrow.second}>
          <span className={narrow.branch}>{test.branch ?? splitJobName(test.jobName).name}</span>
          <span className={narrow.end}>
            {formatCountOf(test.flips, 'flip')} · {formatRate(test.passRate)} passed
          </span>
        </div>
      </div>
    </div>
  );
}
