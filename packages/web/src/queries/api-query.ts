import type { Client, Route, RouteAnswer, RouteInput } from '@buildbutler/contract';
import { queryOptions } from '@tanstack/react-query';

/** What a cached answer is about: `data` moves with the store's version, `access` with who is signed in. */
export type QueryArea = 'data' | 'access' | 'settings' | 'live' | 'log';

/** The cache entry of one route with one input. */
export function apiQuery<R extends Route>(client: Client, area: QueryArea, route: R, input: RouteInput<R>) {
  return queryOptions<RouteAnswer<R>>({
    queryKey: [area, route.path, input],
    queryFn: ({ signal }) => client.call(route, input, { signal }),
  });
}
