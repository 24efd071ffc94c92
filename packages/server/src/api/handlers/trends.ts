import { exportAnalytics } from '../export/export-analytics.ts';
import type { HandlersOf } from '../handler.ts';

export const trendHandlers: HandlersOf<
  'getRecovery' | 'getReruns' | 'listSilentJobs' | 'exportAnalytics' | 'getJobTrend' | 'compareBuilds'
> = {
  getRecovery: ({ ask }, { query }) => ask('recovery', query),
  getReruns: ({ ask }, { query }) => ask('reruns', query),
  listSilentJobs: ({ ask }, { query }) => ask('silentJobs', query),
  exportAnalytics: ({ ask }, { query }) => exportAnalytics(ask, query),
  getJobTrend: ({ ask }, { params, query }) => ask('jobTrend', { ...query, id: params.id }),
  compareBuilds: ({ ask }, { query }) => ask('compareBuilds', query),
};
