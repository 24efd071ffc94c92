import { type RouteInput, routes } from '@buildbutler/contract';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { apiQuery } from './api-query.ts';
import { useClient } from './client-context.ts';

/** A page of stages with their durations over a range. */
export function useStages(query: RouteInput<typeof routes.listStages>['query'], isEnabled = true) {
  const client = useClient();
  return useQuery({
    ...apiQuery(client, 'data', routes.listStages, { query }),
    placeholderData: keepPreviousData,
    enabled: isEnabled,
  });
}

/** One stage: histogram, time of day, one point a build. */
export function useStage(query: RouteInput<typeof routes.getStage>['query']) {
  const client = useClient();
  return useQuery(apiQuery(client, 'data', routes.getStage, { query }));
}
