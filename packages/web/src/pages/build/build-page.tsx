import type { Build, Job } from '@buildbutler/contract';
import { useParams, useSearch } from '@tanstack/react-router';
import { isRed } from '../../lib/result.ts';
import { useBuild } from '../../queries/builds.ts';
import { useJob } from '../../queries/jobs.ts';
import { hasStatus } from '../../queries/query-client.ts';
import { EmptyState } from '../../ui/empty-state.tsx';
import { ErrorState } from '../../ui/error-state.tsx';
import { BuildFacts } from './build-facts.tsx';
import { BuildHeader } from './build-header.tsx';
import { BuildSkeleton } from './build-skeleton.tsx';
import { BuildStages } from './build-stages.tsx';
import { BuildTabs } from './build-tabs.tsx';
import { FailurePanel } from './failure-panel.tsx';

/** One build: what came out of it, why it ran, and its log. */
export function BuildPage() {
  const { id = '' } = useParams({ strict: false });
  const build = useBuild(id);
  if (build.isPending) return <BuildSkeleton />;
  if (build.data !== undefined) return <Shown key={id} build={build.data} />;
  if (hasStatus(build.error, 404) || hasStatus(build.error, 400)) {
    return (
      <EmptyState title="There is no such build">
        The link may be old, or the connection was removed with its history. Press / and enter a number such as #812 to
        find a build.
      </EmptyState>
    );
  }
  return <ErrorState error={build.error} onRetry={() => void build.refetch()} />;
}

function Shown({ build }: { build: Build }) {
  const job: Job | undefined = useJob(build.jobId, '30d').data;
  const { tab }: { tab?: unknown } = useSearch({ strict: false });
  return (
    <>
      <BuildHeader build={build} />
      {isRed(build.result) && <FailurePanel build={build} />}
      <BuildFacts build={build} job={job} />
      <BuildStages build={build} />
      <BuildTabs build={build} tab={tab} />
    </>
  );
}
