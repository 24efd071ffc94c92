import {
  type BuildSummary,
  type FailureCategory,
  type Fingerprint,
  type RouteInput,
  routes,
} from '@buildbutler/contract';
import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { apiQuery } from './api-query.ts';
import { useClient } from './client-context.ts';

const soonMs = 3_000;

/** Why a build is red: category, evidence, changes since it was green. */
export function useBuildFailure(id: BuildSummary['id'], isEnabled = true) {
  const client = useClient();
  return useQuery({
    ...apiQuery(client, 'data', routes.getBuildFailure, { params: { id } }),
    enabled: isEnabled,
    refetchInterval: (query) => (query.state.data?.state === 'waiting' ? soonMs : false),
  });
}

/** Correct the category of a red build; null = let the rules decide again. */
export function useSetBuildFailure(id: BuildSummary['id']) {
  const client = useClient();
  const cache = useQueryClient();
  return useMutation({
    mutationFn: (category: FailureCategory | null) =>
      client.call(routes.setBuildFailure, { params: { id }, body: { category } }),
    onSuccess: () => cache.invalidateQueries({ queryKey: ['data'] }),
  });
}

/** Red builds by category, whole and by day. */
export function useFailureFigures(query: RouteInput<typeof routes.getFailureFigures>['query']) {
  const client = useClient();
  return useQuery({
    ...apiQuery(client, 'data', routes.getFailureFigures, { query }),
    placeholderData: keepPreviousData,
  });
}

/** A page of equal failures taken together. */
export function useFailures(query: RouteInput<typeof routes.listFailures>['query']) {
  const client = useClient();
  return useQuery({ ...apiQuery(client, 'data', routes.listFailures, { query }), placeholderData: keepPreviousData });
}

/** One failure: where, when, on which agents. */
export function useFailure(id: Fingerprint['id'], query: RouteInput<typeof routes.getFailure>['query']) {
  const client = useClient();
  return useQuery({
    ...apiQuery(client, 'data', routes.getFailure, { params: { id }, query }),
    placeholderData: (previous) => (previous?.id === id ? previous : undefined),
  });
}

/** Failures of the environment: one in unrelated jobs at once, or one bad agent. */
export function useBursts(query: RouteInput<typeof routes.listBursts>['query']) {
  const client = useClient();
  return useQuery({ ...apiQuery(client, 'data', routes.listBursts, { query }), placeholderData: keepPreviousData });
}
