import { type BuildSummary, type RouteInput, routes } from '@buildbutler/contract';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { apiQuery } from './api-query.ts';
import { useClient } from './client-context.ts';

type BuildsQuery = RouteInput<typeof routes.listBuilds>['query'];

/** One page of builds. */
export function useBuilds(query: BuildsQuery, isEnabled = true) {
  const client = useClient();
  return useQuery({
    ...apiQuery(client, 'data', routes.listBuilds, { query }),
    placeholderData: keepPreviousData,
    enabled: isEnabled,
  });
}

/** One build in full. */
export function useBuild(id: BuildSummary['id']) {
  const client = useClient();
  return useQuery(apiQuery(client, 'data', routes.getBuild, { params: { id } }));
}

/** The console log of a build, fetched from its controller; read again every few seconds while the build runs. */
export function useBuildLog(id: BuildSummary['id'], isRunning: boolean) {
  const client = useClient();
  return useQuery({
    ...apiQuery(client, 'log', routes.getBuildLog, { params: { id }, query: {} }),
    staleTime: isRunning ? 0 : Number.POSITIVE_INFINITY,
    refetchInterval: isRunning ? 4_000 : false,
    gcTime: 60_000,
    structuralSharing: false,
  });
}
