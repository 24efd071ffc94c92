import { type RouteInput, routes } from '@buildbutler/contract';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { comparableMetrics } from '../lib/comparable-metrics.ts';
import { apiQuery } from './api-query.ts';
import { useClient } from './client-context.ts';

type MetricsQuery = RouteInput<typeof routes.getMetrics>['query'];

/** Figures of a range, whole and by group. */
export function useMetrics(query: MetricsQuery, isEnabled = true) {
  const client = useClient();
  return useQuery({
    ...apiQuery(client, 'data', routes.getMetrics, { query }),
    placeholderData: keepPreviousData,
    select: comparableMetrics,
    enabled: isEnabled,
  });
}

/** The counters that move, every two seconds while the tab is looked at. */
export function useLive() {
  const client = useClient();
  return useQuery({
    ...apiQuery(client, 'live', routes.getLive, {}),
    refetchInterval: 2_000,
    refetchIntervalInBackground: false,
    refetchOnWindowFocus: true,
    retry: false,
  });
}

/** Names of branches that hold a text, most used first. */
export function useBranches(q: string) {
  const client = useClient();
  const query = q === '' ? { limit: 50 } : { q, limit: 50 };
  return useQuery({ ...apiQuery(client, 'data', routes.listBranches, { query }), placeholderData: keepPreviousData });
}
