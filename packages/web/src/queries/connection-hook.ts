import { routes } from '@buildbutler/contract';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useClient } from './client-context.ts';

function useDataRefresh() {
  const cache = useQueryClient();
  return () => cache.invalidateQueries({ queryKey: ['data'] });
}

/** Make the secret with which Jenkins announces builds; the answer holds it this once. */
export function useCreateConnectionHook(id: number) {
  const client = useClient();
  const refresh = useDataRefresh();
  return useMutation({
    mutationFn: () => client.call(routes.createConnectionHook, { params: { id } }),
    onSuccess: refresh,
  });
}

/** Accept announcements no longer. */
export function useDeleteConnectionHook(id: number) {
  const client = useClient();
  const refresh = useDataRefresh();
  return useMutation({
    mutationFn: () => client.call(routes.deleteConnectionHook, { params: { id } }),
    onSuccess: refresh,
  });
}
