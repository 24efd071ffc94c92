import { type Job, type RouteInput, routes } from '@buildbutler/contract';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { apiQuery } from './api-query.ts';
import { useClient } from './client-context.ts';

type JobsQuery = RouteInput<typeof routes.listJobs>['query'];

/** One page of jobs with their figures. */
export function useJobs(query: JobsQuery, isEnabled = true) {
  const client = useClient();
  return useQuery({
    ...apiQuery(client, 'data', routes.listJobs, { query }),
    placeholderData: keepPreviousData,
    enabled: isEnabled,
  });
}

/** One job with history strip, branches and completeness. */
export function useJob(id: Job['id'], range: string, isEnabled = true) {
  const client = useClient();
  return useQuery({
    ...apiQuery(client, 'data', routes.getJob, { params: { id }, query: { range } }),
    placeholderData: (previous) => (previous?.id === id ? previous : undefined),
    enabled: isEnabled,
  });
}
