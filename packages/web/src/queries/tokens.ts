import { type RouteInput, routes } from '@buildbutler/contract';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { apiQuery } from './api-query.ts';
import { useClient } from './client-context.ts';

export type NewToken = RouteInput<typeof routes.createToken>['body'];

/** API tokens. */
export function useTokens() {
  return useQuery(apiQuery(useClient(), 'settings', routes.listTokens, {}));
}

function useTokensRefresh() {
  const cache = useQueryClient();
  return () => cache.invalidateQueries({ queryKey: ['settings', routes.listTokens.path] });
}

/** Create an API token; the answer holds it this once. */
export function useCreateToken() {
  const client = useClient();
  const refresh = useTokensRefresh();
  return useMutation({
    mutationFn: (body: NewToken) => client.call(routes.createToken, { body }),
    onSuccess: refresh,
  });
}

/** Revoke an API token. */
export function useRevokeToken() {
  const client = useClient();
  const refresh = useTokensRefresh();
  return useMutation({
    mutationFn: (id: number) => client.call(routes.revokeToken, { params: { id } }),
    onSuccess: refresh,
  });
}
