import { Button } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { isFailing } from '../../lib/connection-state.ts';
import { connectionsSentence } from '../../lib/connection-words.ts';
import { useConnections } from '../../queries/connections.ts';
import { useSession } from '../../queries/session.ts';
import { ErrorState } from '../../ui/error-state.tsx';
import { PageHeader } from '../../ui/page-header.tsx';
import { ConnectionCard } from './connection-card.tsx';
import { ConnectionSkeleton } from './connection-skeleton.tsx';
import classes from './connections-page.module.css';
import { NoConnections } from './no-connections.tsx';

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
        actions={isAdmin && connections.length > 0 ? <AddButton /> : undefined}
      />
      {isPending && <ConnectionSkeleton />}
      {error !== null && data === undefined && <ErrorState error={error} onRetry={() => void refetch()} />}
      {data !== undefined && connections.length === 0 && <NoConnections action={isAdmin ? <AddButton /> : undefined} />}
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

function AddButton() {
  return (
    <Button
      variant="filled"
      component={Link}
      to="/settings/connections/new"
      leftSection={<IconPlus size={15} stroke={2} aria-hidden />}
    >
      Add Jenkins Instance
    </Button>
  );
}
