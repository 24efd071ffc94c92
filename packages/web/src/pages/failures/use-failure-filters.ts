import { useMemo } from 'react';
import { viewerTimeZone } from '../../lib/format-time.ts';
import { defaultRange } from '../../lib/range.ts';
import { type Filters, sharedFilters } from '../../lib/url-state.ts';
import { useFilters } from '../frame/use-filters.ts';

/** The filters of a page about failures: as its questions carry them, and as its links to builds carry them. */
export function useFailureFilters() {
  const { filters, change } = useFilters();
  return useMemo(() => {
    const { category } = filters;
    // These pages are about red builds: the filter by result of other pages does not apply here.
    const { result: _result, ...places } = sharedFilters(filters);
    const shown: Filters = { ...places, ...(category === undefined ? {} : { category }) };
    const asked = { ...shown, range: filters.range ?? defaultRange, tz: viewerTimeZone() };
    return { shown, asked, change };
  }, [filters, change]);
}
