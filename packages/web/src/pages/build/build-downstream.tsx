import type { Build } from '@buildbutler/contract';
import { Link } from '@tanstack/react-router';
import { splitJobName } from '../../lib/job-name.ts';
import { ResultMark } from '../../ui/result-mark.tsx';
import classes from './build-facts.module.css';

/** The builds that this one has started. */
export function BuildDownstream({ downstream }: { downstream: Build['downstream'] }) {
  return (
    <span className={classes.causes}>
      {downstream.map(({ buildId, building, job, number, result }) => (
        <span key={buildId} className={classes.cause} title={`${job} #${number}`}>
          <ResultMark result={result} building={building} iconOnly />
          <Link to="/builds/$id" params={{ id: buildId }} className={classes.link}>
            {splitJobName(job).name} #{number}
          </Link>
        </span>
      ))}
    </span>
  );
}
