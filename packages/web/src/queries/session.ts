import { type Client, type RouteInput, routes } from '@buildbutler/contract';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { apiQuery } from './api-query.ts';
import { useClient } from './client-context.ts';

/** Who is signed in. */
export const sessionQuery = (client: Client) => apiQuery(client, 'access', routes.getSession, {});

/** Is the first administrator still missing? */
export const setupQuery = (client: Client) => apiQuery(client, 'access', routes.getSetup, {});

/** The signed-in user. */
export function useSession() {
  return useQuery({ ...sessionQuery(useClient()), staleTime: Number.POSITIVE_INFINITY });
}

/** May the signed-in user change what people share: tags, rules? False until it is known. */
export function useMayEdit(): boolean {
  const role = useSession().data?.role;
  return role === 'editor' || role === 'admin';
}

/** A refusal of these says something about the input, not that a session has ended. */
const accessKey = ['access'];

function useSessionStart() {
  const client = useClient();
  const cache = useQueryClient();
  return (session: Awaited<ReturnType<typeof startSession>>) => {
    cache.clear();
    cache.setQueryData(sessionQuery(client).queryKey, session);
  };
}

function startSession(client: Client, body: { username: string; password: string }) {
  return client.call(routes.signIn, { body });
}

/** Sign in with name and password. */
export function useSignIn() {
  const client = useClient();
  const start = useSessionStart();
  return useMutation({
    mutationKey: accessKey,
    mutationFn: (body: { username: string; password: string }) => startSession(client, body),
    onSuccess: start,
  });
}

/** Create the first administrator with the one-time token; signs in. */
export function useCreateAdministrator() {
  const client = useClient();
  const start = useSessionStart();
  return useMutation({
    mutationKey: accessKey,
    mutationFn: (body: { token: string; username: string; password: string }) =>
      client.call(routes.createFirstAdministrator, { body }),
    onSuccess: start,
  });
}

/** What a link for an invitation or a new password is for. */
export function useOpenLink(token: string) {
  const client = useClient();
  return useQuery({
    queryKey: ['access', routes.openLink.path, token],
    queryFn: () => client.call(routes.openLink, { body: { token } }),
    enabled: token !== '',
    retry: false,
    staleTime: Number.POSITIVE_INFINITY,
  });
}

/** Create the invited account, or set the new password; signs in. */
export function useRedeemLink() {
  const client = useClient();
  const start = useSessionStart();
  return useMutation({
    mutationKey: accessKey,
    mutationFn: (body: RouteInput<typeof routes.redeemLink>['body']) => client.call(routes.redeemLink, { body }),
    onSuccess: start,
  });
}

/** End the session and forget everything that was loaded with it. */
export function useSignOut(onDone: () => void) {
  const client = useClient();
  const cache = useQueryClient();
  return useMutation({
    mutationKey: accessKey,
    mutationFn: () => client.call(routes.signOut, {}),
    onSettled: () => {
      cache.clear();
      onDone();
    },
  });
}
