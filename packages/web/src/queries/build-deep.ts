import { type BuildSummary, type RouteInput, routes, type Standing } from '@buildbutler/contract';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { apiQuery } from './api-query.ts';
import { useClient } from './client-context.ts';

const soonMs = 2_000;

/** While something is on its way it is looked for again. */
const again = (query: { state: { data?: { meta: Standing } | undefined } }) =>
  query.state.data?.meta.state === 'waiting' ? soonMs : false;

/** Stages and branches of a build; those of an older one are fetched when they are asked for. */
export function useBuildStages(id: BuildSummary['id']) {
  const client = useClient();
  return useQuery({ ...apiQuery(client, 'data', routes.getBuildStages, { params: { id } }), refetchInterval: again });
}

/** A page of the test cases of a build, failed ones first. */
export function useBuildTests(id: BuildSummary['id'], query: RouteInput<typeof routes.listBuildTests>['query']) {
  const client = useClient();
  return useQuery({
    ...apiQuery(client, 'data', routes.listBuildTests, { params: { id }, query }),
    placeholderData: keepPreviousData,
    refetchInterval: again,
  });
}

/** The commits that are new in a build. */
export function useBuildChanges(id: BuildSummary['id']) {
  const client = useClient();
  return useQuery({ ...apiQuery(client, 'data', routes.getBuildChanges, { params: { id } }), refetchInterval: again });
}
