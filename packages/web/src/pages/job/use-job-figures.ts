import type { Job } from '@buildbutler/contract';
import { viewerTimeZone } from '../../lib/format-time.ts';
import { defaultRange } from '../../lib/range.ts';
import type { Filters } from '../../lib/url-state.ts';
import { useMetrics } from '../../queries/analytics.ts';

/** The figures of a job under the page's filters, and the filters that lead to its builds. */
export function useJobFigures(job: Job, filters: Filters) {
  const { branch, result, range } = filters;
  const narrowed: Filters = {
    job: job.id,
    ...(branch === undefined ? {} : { branch }),
    ...(result === undefined ? {} : { result }),
    ...(range === undefined ? {} : { range }),
  };
  const metrics = useMetrics({
    ...narrowed,
    range: range ?? defaultRange,
    tz: viewerTimeZone(),
    group_by: 'day',
    compare: 'previous',
    // A matrix configuration is left out of figures unless it is asked for: here it is the very question.
    ...(job.kind === 'matrix-configuration' ? { include: 'matrix' as const } : {}),
  });
  return { metrics, narrowed };
}

export type JobMetrics = ReturnType<typeof useJobFigures>['metrics'];
