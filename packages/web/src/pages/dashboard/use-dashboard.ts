import { viewerTimeZone } from '../../lib/format-time.ts';
import { defaultRange } from '../../lib/range.ts';
import type { Filters } from '../../lib/url-state.ts';
import { useMetrics } from '../../queries/analytics.ts';
import { useBuilds } from '../../queries/builds.ts';
import { useConnections } from '../../queries/connections.ts';
import { useFailureFigures } from '../../queries/failures.ts';
import { useJobs } from '../../queries/jobs.ts';
import { useSilentJobs } from '../../queries/trends.ts';

/** Rows of each list of the page. */
export const listLength = 7;

/** The list of running builds stands beside rows of two lines. */
export const runningLength = 10;

/** What a question about jobs, not about builds, is narrowed by. */
function placesOf({ instance, folder, job, q }: Filters) {
  return {
    ...(instance === undefined ? {} : { instance }),
    ...(folder === undefined ? {} : { folder }),
    ...(job === undefined ? {} : { job }),
    ...(q === undefined ? {} : { q }),
  };
}

/** Everything the dashboard asks, under its filters. */
export function useDashboard(filters: Filters) {
  const range = filters.range ?? defaultRange;
  const tz = viewerTimeZone();
  // Running builds have no result yet and red jobs are red whatever the range: these filters do not apply to them.
  const { result: _result, range: _range, ...places } = filters;
  return {
    metrics: useMetrics({ ...filters, range, tz, group_by: 'day', compare: 'previous' }),
    worst: useMetrics({ ...filters, range, tz, group_by: 'job', sort: 'failures', limit: listLength }),
    red: useJobs({ ...places, red: 'true', sort: 'redSince', order: 'desc', per_page: listLength }),
    longestRed: useJobs({ ...places, red: 'true', sort: 'redSince', order: 'asc', per_page: 1 }),
    running: useBuilds({ ...places, building: 'true', per_page: runningLength }),
    recent: useBuilds({ ...filters, range, building: 'false', per_page: listLength }),
    failures: useFailureFigures({ ...filters, range, tz }),
    silent: useSilentJobs(placesOf(filters)),
    connections: useConnections(),
  };
}

export type DashboardAnswers = ReturnType<typeof useDashboard>;
