import { type RouteInput, routes } from '@buildbutler/contract';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { apiQuery } from './api-query.ts';
import { useClient } from './client-context.ts';

export type AuditQuery = RouteInput<typeof routes.listAudit>['query'];

/** One page of the audit log; administrators only. */
export function useAudit(query: AuditQuery) {
  return useQuery({
    ...apiQuery(useClient(), 'settings', routes.listAudit, { query }),
    placeholderData: keepPreviousData,
  });
}
