import { publicJobId } from '../core/entity-id.ts';
import { FigureSum } from '../core/figures.ts';
import type { JobKind } from '../core/job.ts';
import { mergeFigures } from '../core/merge-figures.ts';
import type { Database } from '../storage/open-store.ts';

export interface LabelledSum {
  readonly key: string;
  readonly label: string;
  readonly sum: FigureSum;
  /** Of groups by job. */
  readonly job?: { readonly instance: string; readonly kind: JobKind };
}

async function namesOf(db: Database, table: 'branch' | 'agent' | 'connection'): Promise<Map<string, string>> {
  const rows = await db.selectFrom(table).select(['id', 'name']).execute();
  return new Map(rows.map(({ id, name }) => [String(id), name]));
}

async function jobsOf(db: Database) {
  const rows = await db
    .selectFrom('job')
    .innerJoin('connection', 'connection.id', 'job.connection_id')
    .select(['job.id', 'job.full_name', 'job.folder', 'job.kind', 'connection.name as instance'])
    .execute();
  return new Map(rows.map(({ id, ...job }) => [String(id), job]));
}

/** Gives sums by internal key the keys and names that people know. Folders add up their jobs. */
export async function groupLabels(
  db: Database,
  groupBy: 'job' | 'folder' | 'label' | 'branch' | 'instance',
  sums: ReadonlyMap<string, FigureSum>,
): Promise<LabelledSum[]> {
  if (groupBy === 'job') {
    const jobs = await jobsOf(db);
    return [...sums].map(([key, sum]) => {
      const job = jobs.get(key);
      const known = job === undefined ? {} : { job: { instance: job.instance, kind: job.kind as JobKind } };
      return { key: publicJobId(Number(key)), label: job?.full_name ?? key, sum, ...known };
    });
  }
  if (groupBy === 'folder') {
    const jobs = await jobsOf(db);
    const folders = new Map<string, FigureSum>();
    for (const [key, sum] of sums) {
      const folder = jobs.get(key)?.folder ?? '/';
      const whole = folders.get(folder) ?? new FigureSum();
      mergeFigures(whole, sum);
      folders.set(folder, whole);
    }
    return [...folders].map(([folder, sum]) => ({ key: folder, label: folder, sum }));
  }
  const names = await namesOf(db, groupBy === 'instance' ? 'connection' : groupBy === 'label' ? 'agent' : 'branch');
  return [...sums].map(([key, sum]) => {
    const label = names.get(key) ?? '';
    return { key: label, label: label === '' ? '(none)' : label, sum };
  });
}
