import { type RouteInput, routes } from '@buildbutler/contract';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { apiQuery } from './api-query.ts';
import { useClient } from './client-context.ts';

/** One's own sessions, or for administrators those of a user. */
export function useSessions(username: string | null) {
  const client = useClient();
  const own = useQuery({ ...apiQuery(client, 'settings', routes.listOwnSessions, {}), enabled: username === null });
  const input = { params: { username: username ?? '' } };
  const others = useQuery({
    ...apiQuery(client, 'settings', routes.listUserSessions, input),
    enabled: username !== null,
  });
  return username === null ? own : others;
}

function useSessionsRefresh() {
  const cache = useQueryClient();
  const paths = [routes.listOwnSessions.path, routes.listUserSessions.path, routes.listAudit.path];
  return () => Promise.all(paths.map((path) => cache.invalidateQueries({ queryKey: ['settings', path] })));
}

/** End one session. */
export function useEndSession() {
  const client = useClient();
  return useMutation({
    mutationFn: (id: string) => client.call(routes.endSession, { params: { id } }),
    onSuccess: useSessionsRefresh(),
  });
}

/** End one's own sessions but this one, or all those of a user. */
export function useEndSessions(username: string | null) {
  const client = useClient();
  return useMutation({
    mutationFn: () =>
      username === null
        ? client.call(routes.endOtherSessions, {})
        : client.call(routes.endUserSessions, { params: { username } }),
    onSuccess: useSessionsRefresh(),
  });
}

/** Change one's own password; ends all other sessions. */
export function useChangePassword() {
  const client = useClient();
  return useMutation({
    mutationFn: (body: RouteInput<typeof routes.changeOwnPassword>['body']) =>
      client.call(routes.changeOwnPassword, { body }),
    onSuccess: useSessionsRefresh(),
  });
}
