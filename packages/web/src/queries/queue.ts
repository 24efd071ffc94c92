import { type RouteInput, routes } from '@buildbutler/contract';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { apiQuery } from './api-query.ts';
import { useClient } from './client-context.ts';

const refreshMs = 5_000;

/** What waits now, longest first; read again every few seconds while it is looked at. */
export function useQueue(query: RouteInput<typeof routes.listQueue>['query']) {
  const client = useClient();
  return useQuery({
    ...apiQuery(client, 'data', routes.listQueue, { query }),
    placeholderData: keepPreviousData,
    refetchInterval: refreshMs,
  });
}

/** Waits over a range: depth, reasons, labels, jobs. */
export function useQueueFigures(query: RouteInput<typeof routes.getQueueFigures>['query']) {
  const client = useClient();
  return useQuery({
    ...apiQuery(client, 'data', routes.getQueueFigures, { query }),
    placeholderData: keepPreviousData,
  });
}
