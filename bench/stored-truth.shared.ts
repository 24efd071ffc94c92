import type { Store } from '../packages/server/src/storage/open-store.ts';
import { fullName } from '../packages/server/testkit/fake-jenkins/truth/item-names.ts';
import type { World } from '../packages/server/testkit/fake-jenkins/world.ts';
import { factsInStore, factsInWorld } from '../packages/server/tests/sync/truth.ts';

const mostFaults = 12;

/** Builds of the controller that are not stored as they are, and stored numbers that never were, a line each. */
export async function buildFaults(store: Store, world: World): Promise<string[]> {
  const faults: string[] = [];
  const stored = await factsInStore(store);
  for (const job of world.jobs()) {
    const name = fullName(job);
    const have = new Map((stored.get(name) ?? []).map((facts) => [facts.number, facts]));
    for (const number of job.builds.newest()) {
      const build = job.builds.peek(number);
      const want = build === undefined ? null : JSON.stringify(factsInWorld(build));
      const is = JSON.stringify(have.get(number) ?? 'nothing');
      if (want !== is) faults.push(`${name} #${number}: stored ${is}, true ${want}`);
      have.delete(number);
    }
    for (const { isBuilding, number } of have.values()) {
      if (number >= job.nextBuildNumber || isBuilding) faults.push(`${name} #${number} is stored, but is not there`);
    }
  }
  return faults.slice(0, mostFaults);
}

/** Builds that are stored twice, under whatever job: queue ids are given once. */
export async function doubles(store: Store): Promise<string[]> {
  const rows = await store.db
    .selectFrom('build')
    .innerJoin('job', 'job.id', 'build.job_id')
    .select(['number', 'started_at_ms', 'queue_id', 'full_name', 'incarnation', 'gone_at_ms', 'missing_since_ms'])
    .where('queue_id', 'is not', null)
    .where('is_matrix', '=', 0)
    .execute();
  const same = Map.groupBy(rows, (row) => `build ${row.number} with queue id ${row.queue_id} of ${row.started_at_ms}`);
  const text = (row: (typeof rows)[number]) =>
    `${row.full_name} (${row.incarnation}${row.missing_since_ms === null ? '' : ', missing'}${row.gone_at_ms === null ? '' : ', gone'})`;
  return [...same]
    .filter(([, all]) => all.length > 1)
    .map(([build, all]) => `${build} is stored in ${all.map(text).join(' and ')}`)
    .slice(0, mostFaults);
}
