import { type BuildSummary, type RouteInput, routes } from '@buildbutler/contract';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
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

const quietMs = 4_000;
const bytesPerSecond = 500_000;

/**
 * The console log of a build, fetched from its controller. While the build runs it is read again every few seconds,
 * the larger the slower, and once more when it has ended.
 */
export function useBuildLog(id: BuildSummary['id'], isRunning: boolean) {
  const client = useClient();
  const log = useQuery({
    ...apiQuery(client, 'log', routes.getBuildLog, { params: { id }, query: {} }),
    staleTime: isRunning ? 0 : Number.POSITIVE_INFINITY,
    refetchInterval: (query) =>
      isRunning ? quietMs + ((query.state.data?.length ?? 0) / bytesPerSecond) * 1_000 : false,
    gcTime: 60_000,
    structuralSharing: false,
  });
  const { refetch } = log;
  const wasRunning = useRef(isRunning);
  useEffect(() => {
    if (wasRunning.current && !isRunning) void refetch();
    wasRunning.current = isRunning;
  }, [isRunning, refetch]);
  return log;
}
