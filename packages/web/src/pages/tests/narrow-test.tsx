import type { TestSummary } from '@buildbutler/contract';
import { Link } from '@tanstack/react-router';
import { formatCount, formatRate } from '../../lib/format-number.ts';
import { splitJobName } from '../../lib/job-name.ts';
import { PickBox } from '../../ui/row-picker.tsx';
import { TestMark } from '../../ui/test-mark.tsx';
import { TimeAgo } from '../../ui/time-ago.tsx';
import narrow from '../builds/narrow-build.module.css';
import classes from './narrow-test.module.css';
import type { TestPicker } from './pick-column.tsx';

/** A test in two lines: what it is and how often it passes; where it belongs and when it ran. */
export function NarrowTest({ test, picker }: { test: TestSummary; picker: TestPicker }) {
  return (
    <div className={narrow.root}>
      <TestMark status={test.status} iconOnly />
      <div className={narrow.text}>
        <div className={narrow.line}>
          <Link to="/tests/$id" params={{ id: test.id }} data-row-link className={narrow.name}>
            <span className={classes.name}>{test.name}</span>
          </Link>
          <span className={narrow.end}>{formatRate(test.passRate)}</span>
        </div>
        <div className={narrow.second}>
          <span className={narrow.branch}>{test.className ?? splitJobName(test.project).name}</span>
          {test.failed > 0 && <span className={classes.failed}>{formatCount(test.failed)} failed</span>}
          <span className={narrow.end}>
            <TimeAgo at={test.lastRunAt} />
          </span>
        </div>
      </div>
      <PickBox label={`Pick ${test.name}`} isPicked={picker.has(test)} onToggle={() => picker.toggle(test)} />
    </div>
  );
}
