import { openBuildLog } from '../../operations/open-build-log.ts';
import type { HandlersOf } from '../handler.ts';

export const buildHandlers: HandlersOf<'listBuilds' | 'getBuild' | 'getBuildLog'> = {
  listBuilds: ({ ask }, { query }) => ask('listBuilds', query),
  getBuild: ({ ask }, { params }) => ask('getBuild', params),
  async getBuildLog({ context, signal }, { params, query }) {
    const log = await openBuildLog(context, { id: params.id, signal });
    return { ...log, fileName: query.download === 'true' ? `${log.jobName} ${log.number}.log` : null };
  },
};
