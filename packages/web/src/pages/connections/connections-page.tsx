import { isFailing } from '../../lib/connection-state.ts';
import { connectionsSentence } from '../../lib/connection-words.ts';
import { useConnections } from '../../queries/connections.ts';
import { useSession } from '../../queries/session.ts';
import { ErrorState } from '../../ui/error-state.tsx';
import { PageHeader } from '../../ui/page-header.tsx';
import { AddConnection } from './add-connection.tsx';
import { ConnectFirst } from './connect-first.tsx';
import { ConnectionCard } from './connection-card.tsx';
import { ConnectionSkeleton } from './connection-skeleton.tsx';
import classes from './connections-page.module.css';

/** The load we make is counted by the minute, so it is read again although no build came in. */
const refreshMs = 10_000;

/** Settings → Connections: a card per controller. */
export function ConnectionsPage() {
  const { data, error, isPending, refetch } = useConnections(refreshMs);
  const { data: session } = useSession();
  const isAdmin = session?.role === 'admin';
  const connections = data?.data ?? [];
  return (
    <>
      <PageHeader
        title="Connections"
        sentence={connections.length > 0 ? connectionsSentence(connections, isFailing) : undefined}
        actions={isAdmin && connections.length > 0 ? <AddConnection /> : undefined}
      />
      {isPending && <ConnectionSkeleton />}
      {error !== null && data === undefined && <ErrorState error={error} onRetry={() => void refetch()} />}
      {data !== undefined && connections.length === 0 && <ConnectFirst />}
      <ul className={classes.list}>
        {connections.map((connection) => (
          <li key={connection.id}>
            <ConnectionCard connection={connection} isAdmin={isAdmin} />
          </li>
        ))}
      </ul>
    </>
  );
}
