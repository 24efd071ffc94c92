import { type BuildLog, openBuildLog } from '../../operations/open-build-log.ts';
import type { HandlersOf } from '../handler.ts';

function whyCut(log: BuildLog): string | null {
  const problem = log.problem();
  if (problem !== null) return `the log broke off here. ${problem.message}`;
  return log.isTruncated() ? 'the log goes on in Jenkins; its size limit of 20 MB cut it here.' : null;
}

export const buildHandlers: HandlersOf<'listBuilds' | 'getBuild' | 'getBuildLog'> = {
  listBuilds: ({ ask }, { query }) => ask('listBuilds', query),
  getBuild: ({ ask }, { params }) => ask('getBuild', params),
  async getBuildLog({ context, signal }, { params, query }) {
    const log = await openBuildLog(context, { id: params.id, signal });
    const { chunks, jobName, number } = log;
    return {
      chunks,
      isTruncated: () => log.isTruncated(),
      reason: () => whyCut(log),
      fileName: query.download === 'true' ? `${jobName} ${number}.log` : null,
    };
  },
};
