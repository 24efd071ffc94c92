import type { HandlersOf } from '../handler.ts';

export const jobHandlers: HandlersOf<'listJobs' | 'getJob' | 'listJobBuilds'> = {
  listJobs: ({ ask }, { query }) => ask('listJobs', query),
  getJob: ({ ask }, { params, query }) => ask('getJob', { id: params.id, range: query.range }),
  async listJobBuilds({ ask }, { params, query }) {
    const { data, meta } = await ask('listJobBuilds', { ...query, job: params.jobId, include: 'matrix' });
    return { data, meta: { page: query.page, per_page: query.per_page, total: meta.total ?? data.length } };
  },
};
