import { type FlakyRules, type RouteInput, routes, type TestSummary } from '@buildbutler/contract';
import { keepPreviousData, useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { apiQuery } from './api-query.ts';
import { useClient } from './client-context.ts';

/** One page of tests with their figures over a range. */
export function useTests(query: RouteInput<typeof routes.listTests>['query']) {
  const client = useClient();
  return useQuery({ ...apiQuery(client, 'data', routes.listTests, { query }), placeholderData: keepPreviousData });
}

/** One test: figures, days, timeline, branches, errors. */
export function useTest(id: TestSummary['id'], query: RouteInput<typeof routes.getTest>['query']) {
  const client = useClient();
  return useQuery({
    ...apiQuery(client, 'data', routes.getTest, { params: { id }, query }),
    placeholderData: (previous) => (previous?.id === id ? previous : undefined),
  });
}

type RunsQuery = Omit<RouteInput<typeof routes.listTestRuns>['query'], 'cursor'>;

/** The runs of a test, newest first, page after page. */
export function useTestRuns(id: TestSummary['id'], query: RunsQuery) {
  const client = useClient();
  return useInfiniteQuery({
    queryKey: ['data', routes.listTestRuns.path, id, query],
    queryFn: ({ pageParam, signal }) =>
      client.call(routes.listTestRuns, { params: { id }, query: { ...query, cursor: pageParam } }, { signal }),
    initialPageParam: '',
    getNextPageParam: ({ meta }) => meta.next_cursor ?? undefined,
    placeholderData: keepPreviousData,
  });
}

/** Tags in use, with the number of tests that carry them. */
export function useTestTags(isEnabled = true) {
  const client = useClient();
  return useQuery({ ...apiQuery(client, 'data', routes.listTestTags, {}), enabled: isEnabled });
}

/** Give tags to tests, and take tags from them. */
export function useChangeTestTags() {
  const client = useClient();
  const cache = useQueryClient();
  return useMutation({
    mutationFn: (body: RouteInput<typeof routes.changeTestTags>['body']) =>
      client.call(routes.changeTestTags, { body }),
    onSuccess: () => cache.invalidateQueries({ queryKey: ['data'] }),
  });
}

/** One page of flaky tests. */
export function useFlakyTests(query: RouteInput<typeof routes.listFlakyTests>['query'], isEnabled = true) {
  const client = useClient();
  return useQuery({
    ...apiQuery(client, 'data', routes.listFlakyTests, { query }),
    placeholderData: keepPreviousData,
    enabled: isEnabled,
  });
}

/** Flips of flaky tests by day, and the rules that they were found by. */
export function useFlakyTrend(query: RouteInput<typeof routes.getFlakyTrend>['query']) {
  const client = useClient();
  return useQuery({ ...apiQuery(client, 'data', routes.getFlakyTrend, { query }), placeholderData: keepPreviousData });
}

/** Each flip of a range, newest first. */
export function useFlips(query: RouteInput<typeof routes.listFlips>['query']) {
  const client = useClient();
  return useQuery({ ...apiQuery(client, 'data', routes.listFlips, { query }), placeholderData: keepPreviousData });
}

/** One page of the jobs and stages that fail and pass on the same commit. */
export function useFlakyJobs(query: RouteInput<typeof routes.listFlakyJobs>['query'], isEnabled = true) {
  const client = useClient();
  return useQuery({
    ...apiQuery(client, 'data', routes.listFlakyJobs, { query }),
    placeholderData: keepPreviousData,
    enabled: isEnabled,
  });
}

/** When a test counts as flaky. */
export function useFlakyRules() {
  const client = useClient();
  return useQuery(apiQuery(client, 'settings', routes.getFlakyRules, {}));
}

/** Change when a test counts as flaky; every figure that follows from it is read anew. */
export function useSetFlakyRules() {
  const client = useClient();
  const cache = useQueryClient();
  return useMutation({
    mutationFn: (body: FlakyRules) => client.call(routes.setFlakyRules, { body }),
    onSuccess: (rules) => {
      cache.setQueryData(apiQuery(client, 'settings', routes.getFlakyRules, {}).queryKey, rules);
      return cache.invalidateQueries({ queryKey: ['data'] });
    },
  });
}
