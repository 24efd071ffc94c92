import { type RouteInput, routes } from '@buildbutler/contract';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { apiQuery } from './api-query.ts';
import { useClient } from './client-context.ts';

export type NewConnection = RouteInput<typeof routes.createConnection>['body'];
export type ConnectionChange = RouteInput<typeof routes.updateConnection>['body'];
export type ConnectionTrial = RouteInput<typeof routes.testUnsavedConnection>['body'];

/** All connections with their state. `refreshMs` reads them again on a clock, for pages that show the load we make. */
export function useConnections(refreshMs?: number) {
  const client = useClient();
  return useQuery({
    ...apiQuery(client, 'data', routes.listConnections, {}),
    refetchInterval: refreshMs ?? false,
  });
}

/** One connection. `refreshMs` reads it again on a clock, for pages that follow its import. */
export function useConnection(id: number, refreshMs?: number) {
  const client = useClient();
  return useQuery({
    ...apiQuery(client, 'data', routes.getConnection, { params: { id } }),
    refetchInterval: refreshMs ?? false,
  });
}

function useDataRefresh() {
  const cache = useQueryClient();
  return () => cache.invalidateQueries({ queryKey: ['data'] });
}

/** Add a Jenkins instance. */
export function useCreateConnection() {
  const client = useClient();
  const refresh = useDataRefresh();
  return useMutation({
    mutationFn: (body: NewConnection) => client.call(routes.createConnection, { body }),
    onSuccess: refresh,
  });
}

/** Change a connection. */
export function useUpdateConnection(id: number) {
  const client = useClient();
  const refresh = useDataRefresh();
  return useMutation({
    mutationFn: (body: ConnectionChange) => client.call(routes.updateConnection, { params: { id }, body }),
    onSuccess: refresh,
  });
}

/** Remove a connection, with its history or without. */
export function useDeleteConnection(id: number) {
  const client = useClient();
  const refresh = useDataRefresh();
  return useMutation({
    mutationFn: (input: { confirm: string; deletesHistory: boolean }) =>
      client.call(routes.deleteConnection, {
        params: { id },
        query: { confirm: input.confirm, deleteHistory: input.deletesHistory ? 'true' : 'false' },
      }),
    onSuccess: refresh,
  });
}

/** Try a connection that is not saved yet. */
export function useTestUnsavedConnection() {
  const client = useClient();
  return useMutation({
    mutationFn: (body: ConnectionTrial) => client.call(routes.testUnsavedConnection, { body }),
  });
}

/** Try a saved connection. */
export function useTestConnection(id: number) {
  const client = useClient();
  return useMutation({ mutationFn: () => client.call(routes.testConnection, { params: { id } }) });
}

const actions = { sync: routes.syncConnection, pause: routes.pauseConnection, resume: routes.resumeConnection };
export type ConnectionAction = keyof typeof actions;

/** Sync now, pause or resume. */
export function useConnectionAction(id: number) {
  const client = useClient();
  const refresh = useDataRefresh();
  return useMutation({
    mutationFn: (action: ConnectionAction) => client.call(actions[action], { params: { id } }),
    onSuccess: refresh,
  });
}
