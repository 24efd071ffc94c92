import { useNavigate, useSearch } from '@tanstack/react-router';
import { useMemo } from 'react';
import { readTestFilters, type TestFilters } from '../../lib/test-filters.ts';

/** The filters of the pages of tests in the address, and a way to change them; a change goes back to the first page. */
export function useTestFilters() {
  const search: Record<string, unknown> = useSearch({ strict: false });
  const navigate = useNavigate();
  const filters = useMemo(() => readTestFilters(search), [search]);
  const change = (patch: TestFilters, options?: { replaces?: boolean }) => {
    const next = (before: object) => ({ ...before, ...patch, page: undefined });
    void navigate({ to: '.', search: next as never, replace: options?.replaces === true, resetScroll: false });
  };
  return { filters, change };
}
