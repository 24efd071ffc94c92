import type { Connection } from '@buildbutler/contract';
import { Button } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { isFailing } from '../../lib/connection-state.ts';
import { isCounted, progressShare, remainingSentence } from '../../lib/connection-words.ts';
import { formatCount, formatCountOf } from '../../lib/format-number.ts';
import { ProgressBar } from '../../ui/progress-bar.tsx';
import { ConnectionFailure } from '../connections/connection-failure.tsx';
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
          <ConnectionFailure connection={connection} error={lastError} />
          <Button
            renderRoot={(props) => (
              <Link to="/settings/connections/$id" params={{ id: String(connection.id) }} {...props} />
            )}
          >
            Edit the connection
          </Button>
        </div>
      )}
    </div>
  );
}
