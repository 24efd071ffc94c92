import type { Connection } from '@buildbutler/contract';
import type { ReactNode } from 'react';
import { Notice } from '../../ui/notice.tsx';
import { usePageNow } from '../../ui/now-context.tsx';
import { TimeAgo } from '../../ui/time-ago.tsx';

interface ConnectionFailureProps {
  readonly connection: Connection;
  readonly error: NonNullable<Connection['lastError']>;
  readonly action?: ReactNode;
}

/** What went wrong with a connection, why and what to do, and when it is tried again. */
export function ConnectionFailure({ connection, error, action }: ConnectionFailureProps) {
  const { consecutiveFailures, nextAttemptAt } = connection;
  return (
    <Notice
      tone={connection.state === 'starting' ? 'unstable' : 'failure'}
      title={error.message}
      {...(action === undefined ? {} : { action })}
      code={
        <>
          {error.code} · <TimeAgo at={error.at} />
          {consecutiveFailures > 1 && ` · ${consecutiveFailures} times in a row`}
          {nextAttemptAt !== null && <NextAttempt at={nextAttemptAt} />}
        </>
      }
    >
      <p>{error.cause}</p>
      <p>{error.fix}</p>
    </Notice>
  );
}

function NextAttempt({ at }: { at: string }) {
  const now = usePageNow();
  if (Date.parse(at) <= now) return ' · next attempt any moment';
  return (
    <>
      {' · next attempt '}
      <TimeAgo at={at} />
    </>
  );
}
