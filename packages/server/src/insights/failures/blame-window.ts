import type { BuildFailure } from '@buildbutler/contract';
import { publicBuildId } from '../../core/entity-id.ts';
import { readChangesOf } from '../../storage/deep/read-changes.ts';
import { buildsOfJob } from '../../storage/job-summary.ts';
import type { Database } from '../../storage/open-store.ts';
import { iso, isoOrNull } from '../build-view.ts';

const success = 0;
const mostBuilds = 200;
const mostCommits = 100;

interface Point {
  readonly id: number;
  readonly number: number;
  readonly started_at_ms: number;
}

export interface BuildOfBranch extends Point {
  readonly jobId: number;
  readonly branchId: number | null;
}

export interface BlameWindow {
  readonly redSince: Point | null;
  readonly lastGreen: Point | null;
  readonly blame: BuildFailure['blame'];
}

/** Finished builds of the same job and branch with a number below. */
function before(db: Database, { id, jobId, branchId }: BuildOfBranch) {
  const [from] = buildsOfJob(jobId);
  const query = db
    .selectFrom('build')
    .select(['id', 'number', 'started_at_ms'])
    .where('id', '>=', from)
    .where('id', '<', id)
    .where('is_building', '=', 0)
    .where('is_in_jenkins', 'in', [0, 1]);
  return branchId === null ? query.where('branch_id', 'is', null) : query.where('branch_id', '=', branchId);
}

async function commitsOf(db: Database, builds: readonly Point[]): Promise<BuildFailure['blame']['commits']> {
  const changes = await readChangesOf(
    db,
    builds.map(({ id }) => id),
  );
  return builds.flatMap(({ id, number }) =>
    (changes.get(id)?.changes ?? []).map(({ commit, message, author, committedAtMs }) => ({
      ...{ commit, message, author },
      committedAt: isoOrNull(committedAtMs),
      buildId: publicBuildId(id),
      number,
    })),
  );
}

/** Since when a red build's job and branch is red, and what has changed since it was green; newest change first. */
export async function blameWindow(db: Database, build: BuildOfBranch): Promise<BlameWindow> {
  const lastGreen =
    (await before(db, build).where('result', '=', success).orderBy('id', 'desc').limit(1).executeTakeFirst()) ?? null;
  const since = before(db, build).where('id', '>', lastGreen?.id ?? 0);
  const firstRed = await since.where('result', 'in', [1, 2]).orderBy('id').limit(1).executeTakeFirst();
  const earlier = await since
    .orderBy('id', 'desc')
    .limit(mostBuilds + 1)
    .execute();
  const builds = [build, ...earlier.slice(0, mostBuilds)];
  const commits = await commitsOf(db, builds);
  const isWhole = lastGreen !== null && earlier.length <= mostBuilds && commits.length <= mostCommits;
  return {
    redSince: firstRed ?? build,
    lastGreen,
    blame: { builds: builds.length, commits: commits.slice(0, mostCommits), hasMore: !isWhole },
  };
}

export const toPoint = (point: Point | null): BuildFailure['redSince'] =>
  point === null ? null : { id: publicBuildId(point.id), number: point.number, timestamp: iso(point.started_at_ms) };
