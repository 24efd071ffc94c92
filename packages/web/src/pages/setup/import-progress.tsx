import type { Connection } from '@buildbutler/contract';
import { isFailing } from '../../lib/connection-state.ts';
import { isCounted, progressShare, remainingSentence } from '../../lib/connection-words.ts';
import { formatCount, formatCountOf } from '../../lib/format-number.ts';
import { ProgressBar } from '../../ui/progress-bar.tsx';
import { ConnectionFailure } from '../connections/connection-failure.tsx';
import { EditConnection } from '../connections/edit-connection.tsx';
import classes from './import-progress.module.css';

/** Builds collected so far, how many there are, how long it will take; or what stopped it. */
export function ImportProgress({ connection }: { connection: Connection }) {
  const { builds, lastError } = connection;
  const hasFailed = isFailing(connection) && lastError !== null;
  return (
    <div>
      <p className={classes.number}>
        {formatCount(builds.known)}{' '}
        <span className={classes.unit}>
          {isCounted(connection) ? `of ${formatCountOf(builds.expected, 'build')}` : 'builds, counting them'}
        </span>
      </p>
      <ProgressBar
        share={connection.isIdle ? 1 : progressShare(connection)}
        label={`Import of ${connection.name}`}
        tone={hasFailed ? 'aborted' : 'running'}
      />
      <p className={classes.words}>
        {connection.isIdle
          ? `${formatCountOf(connection.jobs, 'job')}, nothing left to fetch`
          : remainingSentence(connection)}
      </p>
      {hasFailed && (
        <div className={classes.failure}>
          <ConnectionFailure
            connection={connection}
            error={lastError}
            action={<EditConnection connection={connection} />}
          />
        </div>
      )}
    </div>
  );
}
