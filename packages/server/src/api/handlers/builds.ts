import type { Standing } from '@buildbutler/contract';
import { type BuildLog, openBuildLog } from '../../operations/open-build-log.ts';
import { wantDeepData } from '../../operations/want-deep-data.ts';
import type { Call, HandlersOf } from '../handler.ts';

function whyCut(log: BuildLog): string | null {
  const problem = log.problem();
  if (problem !== null) return `the log broke off here. ${problem.message}`;
  if (log.source === 'kept') {
    return log.isTruncated() ? 'Jenkins no longer has this log; only the end of it was kept.' : null;
  }
  return log.isTruncated() ? 'the log goes on in Jenkins; its size limit of 20 MB cut it here.' : null;
}

type Names = 'listBuilds' | 'getBuild' | 'getBuildLog' | 'getBuildStages' | 'listBuildTests' | 'getBuildChanges';

/** What was never fetched of an older build is fetched now that somebody asks for it, and told as such. */
async function asked<A extends { readonly meta: Standing }>(call: Call, id: string, answer: A): Promise<A> {
  const isUnasked = answer.meta.state === 'unasked' && call.isCollecting;
  if (!isUnasked || !(await wantDeepData(call.context, { id }))) return answer;
  return { ...answer, meta: { ...answer.meta, state: 'waiting' } };
}

export const buildHandlers: HandlersOf<Names> = {
  listBuilds: ({ ask }, { query }) => ask('listBuilds', query),
  getBuild: ({ ask }, { params }) => ask('getBuild', params),
  getBuildStages: async (call, { params }) => asked(call, params.id, await call.ask('buildStages', params)),
  listBuildTests: async (call, { params, query }) =>
    asked(call, params.id, await call.ask('buildTests', { ...params, ...query })),
  getBuildChanges: async (call, { params }) => asked(call, params.id, await call.ask('buildChanges', params)),
  async getBuildLog({ context, signal }, { params, query }) {
    const log = await openBuildLog(context, { id: params.id, signal });
    const { chunks, jobName, number } = log;
    return {
      chunks,
      isTruncated: () => log.isTruncated(),
      reason: () => whyCut(log),
      source: log.source,
      fileName: query.download === 'true' ? `${jobName} ${number}.log` : null,
    };
  },
};
