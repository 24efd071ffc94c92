import type { ReactNode } from 'react';
import { EmptyState } from '../../ui/empty-state.tsx';
import { TokenSteps } from './token-steps.tsx';

/** Before the first connection: what is needed from Jenkins. */
export function NoConnections({ action }: { action: ReactNode }) {
  if (action === undefined) {
    return <EmptyState title="No Jenkins is connected yet">An administrator can add the first one here.</EmptyState>;
  }
  return (
    <EmptyState title="No Jenkins is connected yet" action={action}>
      <p>
        BuildButler reads jobs and builds over the REST API. It needs no plugin, and no more rights than Overall/Read
        and Job/Read. Three steps in Jenkins:
      </p>
      <TokenSteps url="" username="" />
    </EmptyState>
  );
}
