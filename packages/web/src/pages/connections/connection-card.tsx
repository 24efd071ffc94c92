import type { Connection } from '@buildbutler/contract';
import { isFailing, stateTone } from '../../lib/connection-state.ts';
import { progressSentence, progressShare } from '../../lib/connection-words.ts';
import { useTestConnection } from '../../queries/connections.ts';
import { Badge } from '../../ui/badge.tsx';
import { ErrorState } from '../../ui/error-state.tsx';
import { ProgressBar } from '../../ui/progress-bar.tsx';
import { StateDot } from '../../ui/state-dot.tsx';
import { ConnectionActions } from './connection-actions.tsx';
import classes from './connection-card.module.css';
import { ConnectionFacts } from './connection-facts.tsx';
import { ConnectionFailure } from './connection-failure.tsx';
import { EditConnection } from './edit-connection.tsx';
import { LoadMeter } from './load-meter.tsx';
import { TestResult } from './test-result.tsx';

/** One controller: state, progress, completeness, freshness, our load on it, and what can be done. */
export function ConnectionCard({ connection, isAdmin }: { connection: Connection; isAdmin: boolean }) {
  const test = useTestConnection(connection.id);
  const tone = stateTone(connection.state);
  const isBusy = connection.state === 'importing';
  return (
    <article className={classes.card} aria-label={connection.name}>
      <header className={classes.head}>
        <div className={classes.titles}>
          <div className={classes.names}>
            <h2 className={classes.name} title={connection.name}>
              {connection.name}
            </h2>
            <span className={classes.state} data-tone={tone}>
              <StateDot tone={tone} />
              {connection.status}
            </span>
            {!connection.tlsVerified && (
              <Badge
                tone="failure"
                title="Whoever stands between BuildButler and this controller can read the API token."
              >
                TLS not verified
              </Badge>
            )}
          </div>
          <p className={classes.place}>
            <a
              href={connection.url}
              target="_blank"
              rel="noreferrer noopener"
              className={classes.url}
              title={connection.url}
            >
              {connection.url}
            </a>
            <span>as {connection.username}</span>
            {connection.jenkinsVersion !== null && <span>Jenkins {connection.jenkinsVersion}</span>}
          </p>
        </div>
        {isAdmin && <ConnectionActions connection={connection} test={test} />}
      </header>
      {isBusy && (
        <div className={classes.progress}>
          <ProgressBar share={progressShare(connection)} label={`Import of ${connection.name}`} />
          <p className={classes.progressText}>{progressSentence(connection)}</p>
        </div>
      )}
      {connection.lastError !== null && (isFailing(connection) || connection.state === 'starting') && (
        <div className={classes.block}>
          <ConnectionFailure
            connection={connection}
            error={connection.lastError}
            {...(isAdmin ? { action: <EditConnection connection={connection} /> } : {})}
          />
        </div>
      )}
      <ConnectionFacts connection={connection} />
      <LoadMeter connection={connection} isAdmin={isAdmin} />
      {(test.isPending || test.data !== undefined || test.isError) && (
        <div className={classes.block}>
          {test.isError ? (
            <ErrorState error={test.error} compact />
          ) : (
            <TestResult isInset result={test.data} onClose={() => test.reset()} />
          )}
        </div>
      )}
    </article>
  );
}
