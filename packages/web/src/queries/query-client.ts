import { ApiError } from '@buildbutler/contract';
import { MutationCache, QueryCache, QueryClient } from '@tanstack/react-query';

/** Was an error an answer of this HTTP status? (0 = no answer at all) */
export function hasStatus(error: unknown, status: number): boolean {
  return error instanceof ApiError && error.problem.status === status;
}

const passing = [0, 502, 503];

/**
 * The cache of all answers. Only failures that pass by themselves are retried;
 * a 401 outside the session query means that the session has ended.
 */
export function createQueryClient(onSessionEnd: () => void): QueryClient {
  return new QueryClient({
    queryCache: new QueryCache({
      onError: (error, query) => {
        if (hasStatus(error, 401) && query.queryKey[0] !== 'access') onSessionEnd();
      },
    }),
    mutationCache: new MutationCache({
      onError: (error, _variables, _result, mutation) => {
        if (hasStatus(error, 401) && mutation.options.mutationKey?.[0] !== 'access') onSessionEnd();
      },
    }),
    defaultOptions: {
      queries: {
        staleTime: 2_000,
        gcTime: 600_000,
        refetchOnWindowFocus: false,
        retry: (count, error) => count < 1 && passing.some((status) => hasStatus(error, status)),
        retryDelay: 600,
        networkMode: 'always',
      },
      mutations: { networkMode: 'always' },
    },
  });
}
