import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import { useLive } from './analytics.ts';

/**
 * Reads what is on screen again when the store has changed. A change that comes while answers are still
 * under way waits for the next tick, so that a slow server is never asked twice at once.
 */
export function useLiveRefresh(): void {
  const cache = useQueryClient();
  const { data, dataUpdatedAt } = useLive();
  const seen = useRef<number | undefined>(undefined);
  useEffect(() => {
    // dataUpdatedAt makes this run on every poll, so that a postponed change is taken up.
    if (data === undefined || dataUpdatedAt === 0) return;
    if (seen.current === undefined) {
      seen.current = data.version;
      return;
    }
    if (data.version === seen.current || cache.isFetching({ queryKey: ['data'] }) > 0) return;
    seen.current = data.version;
    void cache.invalidateQueries({ queryKey: ['data'] });
  }, [cache, data, dataUpdatedAt]);
}
