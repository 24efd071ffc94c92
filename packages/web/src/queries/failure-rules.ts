import { type FailureRule, type RouteInput, routes } from '@buildbutler/contract';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { apiQuery } from './api-query.ts';
import { useClient } from './client-context.ts';

export type NewFailureRule = RouteInput<typeof routes.createFailureRule>['body'];
export type FailureRuleChange = RouteInput<typeof routes.updateFailureRule>['body'];
export type RuleTrial = RouteInput<typeof routes.testFailureRule>['body'];

/** The rules in the order in which they are tried. */
export function useFailureRules() {
  return useQuery(apiQuery(useClient(), 'settings', routes.listFailureRules, {}));
}

function useRulesRefresh() {
  const cache = useQueryClient();
  return () => {
    // Builds of the last 30 days are classified again.
    void cache.invalidateQueries({ queryKey: ['data'] });
    return cache.invalidateQueries({ queryKey: ['settings', routes.listFailureRules.path] });
  };
}

/** Add a rule, or change one that exists. */
export function useSaveFailureRule(id: FailureRule['id'] | undefined) {
  const client = useClient();
  const refresh = useRulesRefresh();
  return useMutation({
    mutationFn: (body: NewFailureRule) =>
      id === undefined
        ? client.call(routes.createFailureRule, { body })
        : client.call(routes.updateFailureRule, { params: { id }, body }),
    onSuccess: refresh,
  });
}

/** Switch a rule, or move it. */
export function useChangeFailureRule(id: FailureRule['id']) {
  const client = useClient();
  const refresh = useRulesRefresh();
  return useMutation({
    mutationFn: (body: FailureRuleChange) => client.call(routes.updateFailureRule, { params: { id }, body }),
    onSuccess: refresh,
  });
}

/** Remove a rule. */
export function useDeleteFailureRule(id: FailureRule['id']) {
  const client = useClient();
  const refresh = useRulesRefresh();
  return useMutation({
    mutationFn: () => client.call(routes.deleteFailureRule, { params: { id } }),
    onSuccess: refresh,
  });
}

/** Try a pattern without saving it. */
export function useTestFailureRule() {
  const client = useClient();
  return useMutation({ mutationFn: (body: RuleTrial) => client.call(routes.testFailureRule, { body }) });
}
