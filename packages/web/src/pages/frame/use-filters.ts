import { useNavigate, useSearch } from '@tanstack/react-router';
import { useCallback, useMemo } from 'react';
import { type Filters, readFilters } from '../../lib/url-state.ts';

type Change = (patch: Filters, options?: { replaces?: boolean }) => void;

/** The filters of the address and a way to change them; a change goes back to the first page of a table. */
export function useFilters(): { filters: Filters; change: Change } {
  const search: Record<string, unknown> = useSearch({ strict: false });
  const navigate = useNavigate();
  const filters = useMemo(() => readFilters(search), [search]);
  const change = useCallback<Change>(
    (patch, options) => {
      const next = (before: object) => ({ ...before, ...patch, page: undefined });
      void navigate({ to: '.', search: next as never, replace: options?.replaces === true, resetScroll: false });
    },
    [navigate],
  );
  return { filters, change };
}
