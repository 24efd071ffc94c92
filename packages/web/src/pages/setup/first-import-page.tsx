import { Button } from '@mantine/core';
import { Link, useParams } from '@tanstack/react-router';
import { useConnection } from '../../queries/connections.ts';
import { useLiveRefresh } from '../../queries/use-live-refresh.ts';
import { Centered } from '../../ui/centered.tsx';
import { ErrorState } from '../../ui/error-state.tsx';
import { NowProvider } from '../../ui/now-context.tsx';
import { SkeletonBlock } from '../../ui/skeleton.tsx';
import { ImportProgress } from './import-progress.tsx';
import { SetupSteps } from './setup-steps.tsx';

/** Set-up, last step: the first import as it goes. */
export function FirstImportPage() {
  useLiveRefresh();
  const { id } = useParams({ from: '/setup/import/$id' });
  const { data, error, refetch } = useConnection(Number(id), 2_000);
  const isDone = data?.state === 'active';
  return (
    <NowProvider>
      <Centered
        title={isDone ? 'Everything is here' : `Importing ${data?.name ?? ''}`.trim()}
        sentence="The newest builds come first: the dashboard is right for the last days within seconds and fills backwards by itself."
        steps={<SetupSteps at={isDone ? 3 : 2} />}
      >
        {data !== undefined && <ImportProgress connection={data} />}
        {data === undefined && error === null && <SkeletonBlock height={120} />}
        {data === undefined && error !== null && <ErrorState error={error} compact onRetry={() => void refetch()} />}
        <Button variant="filled" fullWidth component={Link} to="/" mt={24}>
          Open the dashboard
        </Button>
      </Centered>
    </NowProvider>
  );
}
