import { publicJobId } from '../core/entity-id.ts';
import { categoryAt } from '../core/failure/failure-category.ts';
import { FigureSum } from '../core/figures.ts';
import type { JobKind } from '../core/job.ts';
import type { Database } from '../storage/open-store.ts';

export interface LabelledSum {
  readonly key: string;
  readonly label: string;
  readonly sum: FigureSum;
  /** The internal keys whose sums it adds up. */
  readonly members: readonly number[];
  /** Of groups by job. */
  readonly job?: { readonly instance: string; readonly kind: JobKind };
}

type Sums = ReadonlyMap<number, FigureSum>;
type GroupBy = 'job' | 'folder' | 'label' | 'branch' | 'instance' | 'category';

const idsPerStatement = 500;
const mostAgents = 2 ** 26;

async function namesOf(
  db: Database,
  table: 'branch' | 'agent' | 'connection',
  ids: Iterable<number>,
): Promise<ReadonlyMap<number, string>> {
  const names = new Map<number, string>();
  const wanted = [...new Set(ids)];
  for (let at = 0; at < wanted.length; at += idsPerStatement) {
    const some = wanted.slice(at, at + idsPerStatement);
    for (const { id, name } of await db.selectFrom(table).select(['id', 'name']).where('id', 'in', some).execute())
      names.set(id, name);
  }
  return names;
}

async function jobsOf(db: Database) {
  const rows = await db
    .selectFrom('job')
    .innerJoin('connection', 'connection.id', 'job.connection_id')
    .select(['job.id', 'job.full_name', 'job.folder', 'job.kind', 'connection.name as instance'])
    .execute();
  return new Map(rows.map(({ id, ...job }) => [id, job]));
}

/** Adds up the sums of each name. */
function addUp(sums: Sums, named: Iterable<readonly [name: string, key: number]>): LabelledSum[] {
  const groups = new Map<string, { readonly sum: FigureSum; readonly members: number[] }>();
  for (const [name, key] of named) {
    const group = groups.get(name) ?? { sum: new FigureSum(), members: [] };
    groups.set(name, group);
    const sum = sums.get(key);
    if (sum !== undefined) group.sum.addAll(sum);
    group.members.push(key);
  }
  return [...groups].map(([name, group]) => ({ key: name, label: name === '' ? '(none)' : name, ...group }));
}

async function byJob(db: Database, sums: Sums): Promise<LabelledSum[]> {
  const jobs = await jobsOf(db);
  return [...sums].map(([id, sum]) => {
    const job = jobs.get(id);
    const known = job === undefined ? {} : { job: { instance: job.instance, kind: job.kind as JobKind } };
    return { key: publicJobId(id), label: job?.full_name ?? String(id), sum, members: [id], ...known };
  });
}

/** An agent counts in every label it has besides its own name; one whose labels are not known, or that has none, by its name. */
async function byLabel(db: Database, sums: Sums): Promise<LabelledSum[]> {
  const agentOf = (key: number) => key % mostAgents;
  const names = await namesOf(db, 'agent', [...sums.keys()].map(agentOf));
  const states = await db.selectFrom('agent_state').select(['connection_id', 'agent_id', 'labels']).execute();
  const labels = new Map(
    states.map((row) => [row.connection_id * mostAgents + row.agent_id, JSON.parse(row.labels) as string[]]),
  );
  const named: (readonly [string, number])[] = [];
  for (const key of sums.keys()) {
    const name = names.get(agentOf(key)) ?? '';
    const own = [...new Set(labels.get(key) ?? [])].filter((label) => label !== name);
    for (const label of own.length === 0 ? [name] : own) named.push([label, key]);
  }
  return addUp(sums, named);
}

/** Gives sums by internal key the keys and names that people know. */
export async function groupLabels(db: Database, groupBy: GroupBy, sums: Sums): Promise<LabelledSum[]> {
  switch (groupBy) {
    case 'job':
      return byJob(db, sums);
    case 'folder': {
      const jobs = await jobsOf(db);
      return addUp(
        sums,
        Array.from(sums.keys(), (id) => [jobs.get(id)?.folder ?? '/', id] as const),
      );
    }
    case 'label':
      return byLabel(db, sums);
    case 'category':
      // A red build is classified a moment after it was stored.
      return addUp(
        sums,
        Array.from(sums.keys(), (at) => [categoryAt(at - 1) ?? 'unknown', at] as const),
      );
    case 'branch':
    case 'instance': {
      const names = await namesOf(db, groupBy === 'branch' ? 'branch' : 'connection', sums.keys());
      return addUp(
        sums,
        Array.from(sums.keys(), (id) => [names.get(id) ?? '', id] as const),
      );
    }
  }
}
