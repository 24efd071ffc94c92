import { publicJobId } from '../core/entity-id.ts';
import type { Database } from '../storage/open-store.ts';
import { namesOfJobs } from './jobs-asked.ts';

export interface ShownJob {
  readonly jobId: `j_${string}`;
  readonly jobName: string;
  readonly instance: string;
}

/** Jobs as tables show them, by their internal id. */
export async function shownJobs(db: Database, ids: Iterable<number>): Promise<(id: number) => ShownJob> {
  const jobs = await namesOfJobs(db, ids);
  const connections = await db.selectFrom('connection').select(['id', 'name']).execute();
  const instances = new Map(connections.map(({ id, name }) => [id, name]));
  return (id) => {
    const job = jobs.get(id);
    return {
      jobId: publicJobId(id),
      jobName: job?.fullName ?? '?',
      instance: instances.get(job?.connectionId ?? 0) ?? '?',
    };
  };
}

/** Names of branches by their internal id. */
export async function branchNames(db: Database, ids: Iterable<number>): Promise<ReadonlyMap<number, string>> {
  const wanted = [...new Set(ids)];
  const names = new Map<number, string>();
  for (let at = 0; at < wanted.length; at += 500) {
    const some = wanted.slice(at, at + 500);
    for (const { id, name } of await db.selectFrom('branch').select(['id', 'name']).where('id', 'in', some).execute())
      names.set(id, name);
  }
  return names;
}
