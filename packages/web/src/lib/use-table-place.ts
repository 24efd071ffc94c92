import { useNavigate, useSearch } from '@tanstack/react-router';
import { readTablePlace, type TablePlace } from './url-state.ts';

/** Page, page size and sort of a table in the address, and a way to change them. */
export function useTablePlace<S extends string>(sorts: readonly S[]) {
  const search: Record<string, unknown> = useSearch({ strict: false });
  const navigate = useNavigate();
  const place = readTablePlace(search, sorts);
  const change = (patch: TablePlace) => {
    const next = (before: object) => ({ ...before, ...patch });
    void navigate({ to: '.', search: next as never, resetScroll: false });
  };
  return { place, change };
}
