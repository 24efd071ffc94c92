import { type BuildSummary, routes } from '@buildbutler/contract';
import { useQuery } from '@tanstack/react-query';
import { apiQuery } from './api-query.ts';
import { useClient } from './client-context.ts';

/** Two builds side by side. */
export function useComparison(a: BuildSummary['id'], b: BuildSummary['id'], isEnabled: boolean) {
  const client = useClient();
  return useQuery({
    ...apiQuery(client, 'data', routes.compareBuilds, { query: { a, b } }),
    enabled: isEnabled,
  });
}
