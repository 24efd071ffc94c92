import { routes } from '@buildbutler/contract';
import { useQuery } from '@tanstack/react-query';
import { apiQuery } from './api-query.ts';
import { useClient } from './client-context.ts';

/** Is the server ready, and if not, why. */
export function useReadiness() {
  const client = useClient();
  return useQuery({ ...apiQuery(client, 'settings', routes.getReadiness, {}), refetchInterval: 10_000, retry: false });
}

/** The description of the API, as OpenAPI 3.1. */
export function useApiDocument() {
  const client = useClient();
  return useQuery({
    ...apiQuery(client, 'settings', routes.getOpenApi, {}),
    staleTime: Number.POSITIVE_INFINITY,
  });
}

/** The server's version, as its API description names it. */
export function useVersion() {
  const client = useClient();
  return useQuery({
    ...apiQuery(client, 'settings', routes.getOpenApi, {}),
    staleTime: Number.POSITIVE_INFINITY,
    select: (document) => {
      const info = document.info;
      return typeof info === 'object' && info !== null && 'version' in info ? String(info.version) : undefined;
    },
  });
}
