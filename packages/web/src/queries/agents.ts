import { type RouteInput, routes } from '@buildbutler/contract';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { apiQuery } from './api-query.ts';
import { useClient } from './client-context.ts';

/** One page of agents with state, reliability and utilisation. */
export function useAgents(query: RouteInput<typeof routes.listAgents>['query']) {
  const client = useClient();
  return useQuery({ ...apiQuery(client, 'data', routes.listAgents, { query }), placeholderData: keepPreviousData });
}

/** Capacity now, by label and by day. */
export function useAgentFigures(query: RouteInput<typeof routes.getAgentFigures>['query']) {
  const client = useClient();
  return useQuery({
    ...apiQuery(client, 'data', routes.getAgentFigures, { query }),
    placeholderData: keepPreviousData,
  });
}
