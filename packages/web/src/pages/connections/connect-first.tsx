import { useSession } from '../../queries/session.ts';
import { EmptyState } from '../../ui/empty-state.tsx';
import { AddConnection } from './add-connection.tsx';
import { TokenSteps } from './token-steps.tsx';

/** Before the first connection: what is needed from Jenkins, and the way to the form. */
export function ConnectFirst() {
  const { data: session } = useSession();
  if (session?.role !== 'admin') {
    return (
      <EmptyState title="No Jenkins is connected yet">
        An administrator can add the first one under Settings → Connections.
      </EmptyState>
    );
  }
  return (
    <EmptyState title="No Jenkins is connected yet" action={<AddConnection />}>
      <p>
        BuildButler reads jobs and builds over the REST API. It needs no plugin, and no more rights than Overall/Read
        and Job/Read. Three steps in Jenkins:
      </p>
      <TokenSteps url="" username="" />
    </EmptyState>
  );
}
