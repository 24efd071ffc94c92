import { type Job, type RouteInput, routes } from '@buildbutler/contract';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { apiQuery } from './api-query.ts';
import { useClient } from './client-context.ts';

/** Durations of a job build by build, and where they changed for good. */
export function useJobTrend(id: Job['id'], query: RouteInput<typeof routes.getJobTrend>['query']) {
  const client = useClient();
  return useQuery({
    ...apiQuery(client, 'data', routes.getJobTrend, { params: { id }, query }),
    placeholderData: keepPreviousData,
  });
}

/** Time to recover: from red to green. */
export function useRecovery(query: RouteInput<typeof routes.getRecovery>['query']) {
  const client = useClient();
  return useQuery({ ...apiQuery(client, 'data', routes.getRecovery, { query }), placeholderData: keepPreviousData });
}

/** Jobs that used to run regularly and do not any more. */
export function useSilentJobs(query: RouteInput<typeof routes.listSilentJobs>['query']) {
  const client = useClient();
  return useQuery({ ...apiQuery(client, 'data', routes.listSilentJobs, { query }), placeholderData: keepPreviousData });
}
