import type { TestRun } from '@buildbutler/contract';
import { IconChevronRight } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { useId, useState } from 'react';
import { formatDuration } from '../../lib/format-duration.ts';
import { shortCommit, splitJobName } from '../../lib/job-name.ts';
import { TestMark } from '../../ui/test-mark.tsx';
import { TimeAgo } from '../../ui/time-ago.tsx';
import classes from './test-runs.module.css';

/** One run: how it ended and where; what it said opens below. */
export function TestRunItem({ run }: { run: TestRun }) {
  const [isOpen, setOpen] = useState(false);
  const id = useId();
  const text = [run.error, run.stack].filter((part) => part !== null && part !== '').join('\n\n');
  const hasText = text !== '';
  return (
    <>
      <div className={classes.run} data-opens={hasText || undefined}>
        {hasText ? (
          <button
            type="button"
            className={classes.fold}
            aria-expanded={isOpen}
            aria-controls={isOpen ? id : undefined}
            aria-label={`What #${run.build.number} said`}
            onClick={() => setOpen(!isOpen)}
          >
            <IconChevronRight size={14} stroke={1.8} aria-hidden />
          </button>
        ) : (
          <span className={classes.fold} />
        )}
        <Head run={run} />
      </div>
      {hasText && isOpen && (
        <pre id={id} className={classes.error}>
          {text}
          {run.isCut && '\n…'}
        </pre>
      )}
    </>
  );
}

function Head({ run }: { run: TestRun }) {
  const { build, branch, commit, agent, error } = run;
  const about = [branch, commit === null ? null : shortCommit(commit), agent].filter((part) => part !== null);
  return (
    <>
      <TestMark status={run.status} iconOnly />
      <Link to="/builds/$id" params={{ id: build.id }} className={classes.build} title={build.jobName}>
        <span className="visually-hidden">{splitJobName(build.jobName).name} </span>#{build.number}
      </Link>
      <span className={classes.what}>
        {error !== null && <span className={classes.title}>{error.split('\n', 1)[0]}</span>}
        <span className={classes.about}>{about.join(' · ')}</span>
      </span>
      <span className={classes.time}>{formatDuration(run.duration)}</span>
      <span className={classes.when}>
        <TimeAgo at={run.timestamp} />
      </span>
    </>
  );
}
