import type { Build } from '@buildbutler/contract';
import { AppError } from '../core/app-error.ts';
import { buildKey, keyOf, publicBuildId } from '../core/entity-id.ts';
import { jenkinsBuildUrl } from '../core/jenkins-url.ts';
import type { BuildDetail } from '../storage/build-row.ts';
import { buildsOfJob } from '../storage/job-summary.ts';
import type { Store } from '../storage/open-store.ts';
import { stagesInShort } from './build-stages.ts';
import { selectBuilds, toBuildSummary } from './build-view.ts';
import { downstreamBuilds } from './downstream-builds.ts';

async function causesOf(store: Store, detail: BuildDetail, connectionId: number): Promise<Build['causes']> {
  const causes: Build['causes'] = [];
  for (const { upstream, ...cause } of detail.causes) {
    const job =
      upstream === null
        ? undefined
        : await store.db
            .selectFrom('job')
            .select('id')
            .where('connection_id', '=', connectionId)
            .where('full_name', '=', upstream.job)
            .orderBy('incarnation', 'desc')
            .executeTakeFirst();
    const build =
      upstream === null || job === undefined
        ? undefined
        : await store.db
            .selectFrom('build')
            .select('id')
            .where('id', '=', buildKey(job.id, upstream.number))
            .executeTakeFirst();
    causes.push({
      ...cause,
      upstream:
        upstream === null ? null : { ...upstream, buildId: build === undefined ? null : publicBuildId(build.id) },
    });
  }
  return causes;
}

async function neighbour(
  store: Store,
  key: number,
  jobId: number,
  direction: 'before' | 'after',
): Promise<string | null> {
  const [from, to] = buildsOfJob(jobId);
  const isBefore = direction === 'before';
  const row = await store.db
    .selectFrom('build')
    .select('id')
    .where('id', isBefore ? '<' : '>', key)
    .where('id', isBefore ? '>=' : '<=', isBefore ? from : to)
    .orderBy('id', isBefore ? 'desc' : 'asc')
    .limit(1)
    .executeTakeFirst();
  return row === undefined ? null : publicBuildId(row.id);
}

/** One build with all that its page shows. Throws `not_found`. */
export async function getBuild(store: Store, id: string): Promise<Build> {
  const key = keyOf(id);
  const row =
    key === null
      ? undefined
      : await selectBuilds(store.db)
          .select(['build.detail', 'build.connection_id', 'connection.base_url', 'job.pull_request'])
          .where('build.id', '=', key)
          .executeTakeFirst();
  if (row === undefined) throw new AppError('not_found', `There is no build ${id}.`);
  const detail = JSON.parse(row.detail) as BuildDetail;
  const ofBranch = row.pull_request === null ? null : (JSON.parse(row.pull_request) as BuildDetail['pullRequest']);
  return {
    ...toBuildSummary(row),
    causes: await causesOf(store, detail, row.connection_id),
    downstream: await downstreamBuilds(store, row),
    parameters: detail.parameters.map((parameter) => ({ ...parameter })),
    description: detail.description,
    pullRequest: detail.pullRequest ?? ofBranch,
    stages: await stagesInShort(store.db, row.id),
    url: jenkinsBuildUrl(row.base_url, row.full_name, row.number),
    previousId: await neighbour(store, row.id, row.job_id, 'before'),
    nextId: await neighbour(store, row.id, row.job_id, 'after'),
  };
}
