import type { Column } from '../storage/columns/column.ts';
import type { Part } from '../storage/columns/day-cache.ts';
import type { Database } from '../storage/open-store.ts';
import { type BuildFilter, categoryNumbers, connectionIdsOf, resultNumbers } from './build-filter.ts';
import { jobsAsked } from './jobs-asked.ts';

/** What rows of builds and rows of stages have in common. */
export interface FilteredColumns {
  readonly job: Column;
  readonly number: Column;
  readonly connection: Column;
  readonly result: Column;
  readonly branch: Column;
  readonly category: Column;
}

type ColumnName = keyof FilteredColumns;
interface Condition {
  readonly column: ColumnName;
  /** 1 at the values that are meant; what lies beyond its end is not. */
  readonly allowed: Uint8Array;
}

const matrixFlag = 8;

function allowing(values: Iterable<number>): Uint8Array {
  const all = [...values].filter((value) => value >= 0);
  const allowed = new Uint8Array(all.reduce((most, value) => Math.max(most, value), -1) + 1);
  for (const value of all) allowed[value] = 1;
  return allowed;
}

async function branchIds(db: Database, name: string): Promise<number[]> {
  const rows = await db.selectFrom('branch').select('id').where('name', '=', name).execute();
  return rows.map(({ id }) => id);
}

/** Finds the rows of columns that a filter means: the same builds that `buildConditions` finds in the store. */
export class RowFilter {
  readonly #conditions: readonly Condition[];
  #rows = new Uint32Array(1_024);

  constructor(conditions: readonly Condition[]) {
    this.#conditions = conditions;
  }

  /** Fills `rows` with the numbers of the rows of a part that match, ascending; returns how many. */
  select(part: Part<FilteredColumns>): number {
    const { columns, from, to } = part;
    if (this.#rows.length < to - from) this.#rows = new Uint32Array((to - from) * 2);
    const rows = this.#rows;
    const [first, ...others] = this.#conditions;
    let count = 0;
    if (first === undefined) for (let row = from; row < to; row += 1) rows[count++] = row;
    else {
      const { allowed } = first;
      const values = columns[first.column];
      for (let row = from; row < to; row += 1) {
        rows[count] = row;
        count += allowed[values[row] as number] ?? 0;
      }
    }
    for (const { allowed, column } of others) {
      const values = columns[column];
      let kept = 0;
      for (let at = 0; at < count; at += 1) {
        const row = rows[at] as number;
        rows[kept] = row;
        kept += allowed[values[row] as number] ?? 0;
      }
      count = kept;
    }
    return count;
  }

  /** The same with one more condition, asked first. */
  and(column: ColumnName, values: Iterable<number>): RowFilter {
    return new RowFilter([{ column, allowed: allowing(values) }, ...this.#conditions]);
  }

  /** Valid until the next selection. */
  get rows(): Uint32Array {
    return this.#rows;
  }
}

/** The filter of a question, its names looked up once. A fingerprint and an agent are not among the columns. */
export async function rowFilter(db: Database, filter: Omit<BuildFilter, 'agent' | 'fingerprint'>): Promise<RowFilter> {
  const conditions: Condition[] = [];
  if (filter.branch) conditions.push({ column: 'branch', allowed: allowing(await branchIds(db, filter.branch)) });
  const jobs = await jobsAsked(db, filter);
  if (jobs !== null) conditions.push({ column: 'job', allowed: allowing(jobs) });
  const connections = await connectionIdsOf(db, filter.instance);
  if (connections !== null) conditions.push({ column: 'connection', allowed: allowing(connections) });
  const results = filter.result?.length ? resultNumbers(filter.result) : [0, 1, 2, 3, 4];
  const inMatrix = filter.include === 'matrix' ? results.map((result) => result + matrixFlag) : [];
  conditions.push({ column: 'result', allowed: allowing([...results, ...inMatrix]) });
  if (filter.category?.length) {
    const categories = categoryNumbers(filter.category).map((category) => category + 1);
    conditions.push({ column: 'category', allowed: allowing(categories) });
  }
  if (filter.number !== undefined) conditions.push({ column: 'number', allowed: allowing([filter.number]) });
  return new RowFilter(conditions);
}
