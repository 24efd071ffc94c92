import { AppError } from '../../core/app-error.ts';
import type { HandlersOf } from '../handler.ts';

const notYet = async (): Promise<never> => {
  throw new AppError('unavailable', 'This question cannot be answered yet.');
};

export const trendHandlers: HandlersOf<
  'getRecovery' | 'getReruns' | 'listSilentJobs' | 'exportAnalytics' | 'getJobTrend' | 'compareBuilds'
> = {
  getRecovery: ({ ask }, { query }) => ask('recovery', query),
  getReruns: ({ ask }, { query }) => ask('reruns', query),
  listSilentJobs: ({ ask }, { query }) => ask('silentJobs', query),
  exportAnalytics: notYet,
  getJobTrend: ({ ask }, { params, query }) => ask('jobTrend', { ...query, id: params.id }),
  compareBuilds: ({ ask }, { query }) => ask('compareBuilds', query),
};
