import type { Job } from '@buildbutler/contract';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { definitions } from '../../lib/definitions.ts';
import { formatDuration } from '../../lib/format-duration.ts';
import { formatCount, formatRate } from '../../lib/format-number.ts';
import { Hint } from '../../ui/hint.tsx';
import { Panel } from '../../ui/panel.tsx';
import { ResultMark } from '../../ui/result-mark.tsx';
import classes from './job-branches.module.css';

type Branch = Job['branches'][number];

const shownAtFirst = 6;

/** How each branch does; a click narrows the page to it, another one takes that back. */
export function JobBranches({ branches, chosen }: { branches: readonly Branch[]; chosen: string | undefined }) {
  const [isWhole, setWhole] = useState(false);
  const shown = isWhole ? branches : branches.slice(0, shownAtFirst);
  return (
    <Panel
      title="Success by branch"
      note={formatCount(branches.length)}
      action={
        branches.length > shownAtFirst && (
          <button type="button" className={classes.more} onClick={() => setWhole(!isWhole)}>
            {isWhole ? 'Show fewer' : `Show all ${formatCount(branches.length)}`}
          </button>
        )
      }
      flush
    >
      <div className={classes.head}>
        <span className={classes.name}>Branch</span>
        <span className={classes.rate}>
          <Hint text={definitions.successRate}>Success</Hint>
        </span>
        <span className={classes.figure}>Builds</span>
        <span className={classes.figure}>
          <Hint text={definitions.median}>Median</Hint>
        </span>
      </div>
      <ul className={isWhole ? classes.whole : undefined}>
        {shown.map((branch) => (
          <BranchRow key={branch.branch} branch={branch} isChosen={branch.branch === chosen} />
        ))}
      </ul>
    </Panel>
  );
}

function BranchRow({ branch, isChosen }: { branch: Branch; isChosen: boolean }) {
  const search = (before: object) => ({ ...before, branch: isChosen ? undefined : branch.branch, page: undefined });
  return (
    <li className={classes.row} data-chosen={isChosen || undefined}>
      <ResultMark result={branch.lastResult} iconOnly />
      <Link
        to="."
        search={search as never}
        resetScroll={false}
        aria-current={isChosen ? 'true' : undefined}
        className={`${classes.name} ${classes.link}`}
        title={branch.branch}
      >
        {branch.branch}
      </Link>
      <span className={classes.rate}>
        <span className={classes.track} aria-hidden="true">
          <span className={classes.fill} style={{ width: `${(branch.successRate ?? 0) * 100}%` }} />
        </span>
        {formatRate(branch.successRate)}
      </span>
      <span className={classes.figure}>{formatCount(branch.builds)}</span>
      <span className={classes.figure}>{formatDuration(branch.p50)}</span>
    </li>
  );
}
