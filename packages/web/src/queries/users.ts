import { routes } from '@buildbutler/contract';
import { useMutation, useQuery } from '@tanstack/react-query';
import { apiQuery } from './api-query.ts';
import { useClient } from './client-context.ts';

/** All users; administrators only. */
export function useUsers() {
  return useQuery(apiQuery(useClient(), 'settings', routes.listUsers, {}));
}

/** Set a new password for a user; ends all sessions of that user. */
export function useResetPassword() {
  const client = useClient();
  return useMutation({
    mutationFn: (input: { username: string; password: string }) =>
      client.call(routes.resetPassword, {
        params: { username: input.username },
        body: { password: input.password },
      }),
  });
}
