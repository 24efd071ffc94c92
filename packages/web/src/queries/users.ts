import { type RouteInput, routes } from '@buildbutler/contract';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { apiQuery } from './api-query.ts';
import { useClient } from './client-context.ts';

export type UserChange = RouteInput<typeof routes.updateUser>['body'];
export type NewInvitation = RouteInput<typeof routes.createInvitation>['body'];

/** All users; administrators only. */
export function useUsers() {
  return useQuery(apiQuery(useClient(), 'settings', routes.listUsers, {}));
}

/** Invitations that nobody has used yet. */
export function useInvitations() {
  return useQuery(apiQuery(useClient(), 'settings', routes.listInvitations, {}));
}

/** What a change to one account can change on these pages. */
function useAccountsRefresh() {
  const cache = useQueryClient();
  const paths = [routes.listUsers.path, routes.listInvitations.path, routes.listTokens.path, routes.listAudit.path];
  return () => Promise.all(paths.map((path) => cache.invalidateQueries({ queryKey: ['settings', path] })));
}

/** Change the role of a user, disable or enable. */
export function useUpdateUser(username: string) {
  const client = useClient();
  return useMutation({
    mutationFn: (body: UserChange) => client.call(routes.updateUser, { params: { username }, body }),
    onSuccess: useAccountsRefresh(),
  });
}

/** Remove a user with all sessions and API tokens. */
export function useRemoveUser(username: string) {
  const client = useClient();
  return useMutation({
    mutationFn: () => client.call(routes.removeUser, { params: { username } }),
    onSuccess: useAccountsRefresh(),
  });
}

/** A link with which a user chooses a new password; the answer holds it this once. */
export function useCreateResetLink(username: string) {
  const client = useClient();
  return useMutation({
    mutationFn: () => client.call(routes.createResetLink, { params: { username } }),
    onSuccess: useAccountsRefresh(),
  });
}

/** A link with which somebody creates an account; the answer holds it this once. */
export function useCreateInvitation() {
  const client = useClient();
  return useMutation({
    mutationFn: (body: NewInvitation) => client.call(routes.createInvitation, { body }),
    onSuccess: useAccountsRefresh(),
  });
}

/** End an invitation before it is used. */
export function useWithdrawInvitation() {
  const client = useClient();
  return useMutation({
    mutationFn: (id: number) => client.call(routes.withdrawInvitation, { params: { id } }),
    onSuccess: useAccountsRefresh(),
  });
}
