import { publicJobId } from '../core/entity-id.ts';
import { FigureSum } from '../core/figures.ts';
import { mergeFigures } from '../core/merge-figures.ts';
import type { Database } from '../storage/open-store.ts';

export interface LabelledSum {
  readonly key: string;
  readonly label: string;
  readonly sum: FigureSum;
}

async function namesOf(db: Database, table: 'branch' | 'agent' | 'connection'): Promise<Map<string, string>> {
  const rows = await db.selectFrom(table).select(['id', 'name']).execute();
  return new Map(rows.map(({ id, name }) => [String(id), name]));
}

async function jobsOf(db: Database): Promise<Map<string, { full_name: string; folder: string }>> {
  const rows = await db.selectFrom('job').select(['id', 'full_name', 'folder']).execute();
  return new Map(rows.map(({ id, ...names }) => [String(id), names]));
}

/** Gives sums by internal key the keys and names that people know. Folders add up their jobs. */
export async function groupLabels(
  db: Database,
  groupBy: 'job' | 'folder' | 'label' | 'branch' | 'instance',
  sums: ReadonlyMap<string, FigureSum>,
): Promise<LabelledSum[]> {
  if (groupBy === 'job') {
    const jobs = await jobsOf(db);
    return [...sums].map(([key, sum]) => ({
      key: publicJobId(Number(key)),
      label: jobs.get(key)?.full_name ?? key,
      sum,
    }));
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
