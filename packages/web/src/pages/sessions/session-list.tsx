import type { SessionEntry } from '@buildbutler/contract';
import { Button } from '@mantine/core';
import { useState } from 'react';
import { describeError } from '../../lib/describe-error.ts';
import { useEndSession, useEndSessions, useSessions } from '../../queries/sessions.ts';
import { ErrorState } from '../../ui/error-state.tsx';
import tables from '../../ui/plain-table.module.css';
import { SkeletonRows } from '../../ui/skeleton.tsx';
import { TimeAgo } from '../../ui/time-ago.tsx';
import classes from './sessions.module.css';

/** Signed-in browsers: one's own (null), or for administrators those of a user. */
export function SessionList({ username }: { username: string | null }) {
  const { data, error, refetch } = useSessions(username);
  if (error !== null && data === undefined) return <ErrorState error={error} onRetry={() => void refetch()} compact />;
  const sessions = data?.data;
  const others = sessions?.filter(({ isCurrent }) => username !== null || !isCurrent) ?? [];
  return (
    <>
      <div className={tables.frame}>
        {sessions === undefined && <SkeletonRows count={2} height={44} />}
        {sessions?.length === 0 && <p className={classes.none}>Nobody is signed in with this account.</p>}
        {sessions !== undefined && sessions.length > 0 && <SessionTable sessions={sessions} />}
      </div>
      {others.length > 1 && <EndAll username={username} count={others.length} />}
    </>
  );
}

function SessionTable({ sessions }: { sessions: readonly SessionEntry[] }) {
  return (
    <table className={tables.table}>
      <thead>
        <tr>
          <th scope="col">Browser</th>
          <th scope="col">Signed in from</th>
          <th scope="col" className={classes.time}>
            Last seen
          </th>
          <th scope="col" className={classes.time}>
            Since
          </th>
          <th scope="col" className={classes.actions}>
            <span className="visually-hidden">Actions</span>
          </th>
        </tr>
      </thead>
      <tbody>
        {sessions.map((session) => (
          <SessionRow key={session.id} session={session} />
        ))}
      </tbody>
    </table>
  );
}

function SessionRow({ session }: { session: SessionEntry }) {
  const end = useEndSession();
  const device = session.device ?? 'Unknown program';
  return (
    <tr>
      <td className={tables.name}>{device}</td>
      <td data-label="From" className={tables.muted}>
        {session.network ?? '—'}
      </td>
      <td data-label="Last seen" className={tables.muted}>
        <TimeAgo at={session.lastSeenAt} />
      </td>
      <td data-label="Since" className={tables.muted}>
        <TimeAgo at={session.createdAt} />
      </td>
      <td className={tables.end}>
        {end.isError && <span role="alert">{describeError(end.error).why}</span>}
        {session.isCurrent ? (
          <span className={classes.here}>This one</span>
        ) : (
          <Button
            size="compact-xs"
            aria-label={`End the session: ${device}`}
            loading={end.isPending}
            onClick={() => end.mutate(session.id)}
          >
            End
          </Button>
        )}
      </td>
    </tr>
  );
}

/** The first press asks, the second ends them. */
function EndAll({ username, count }: { username: string | null; count: number }) {
  const end = useEndSessions(username);
  const [isAsked, setAsked] = useState(false);
  const what = username === null ? `the ${count} other sessions` : `all ${count} sessions`;
  return (
    <div className={classes.all}>
      {end.isError && <ErrorState error={end.error} compact />}
      {!isAsked && <Button onClick={() => setAsked(true)}>{`End ${what}`}</Button>}
      {isAsked && (
        <>
          <Button variant="subtle" onClick={() => setAsked(false)}>
            Keep them
          </Button>
          <Button variant="filled" color="red" autoFocus loading={end.isPending} onClick={() => end.mutate()}>
            {`End ${what} now`}
          </Button>
        </>
      )}
    </div>
  );
}
