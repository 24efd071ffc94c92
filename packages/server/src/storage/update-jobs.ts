import { sql } from 'kysely';
import type { Writing } from './deep/deep-work.ts';
import type { ColumnType } from './statement-cache.ts';
import type { JobRow } from './tables.ts';

export type JobColumns = Partial<Omit<JobRow, 'id'>>;

const texts: ReadonlySet<string> = new Set<keyof JobRow>([
  ...(['full_name', 'folder', 'name', 'kind', 'display_name', 'pull_request', 'ledger'] as const),
]);
const typeOf = (column: string): ColumnType => (texts.has(column) ? 'text' : 'bigint');

/** Changes many jobs, those with the same changed columns in one statement. */
export async function updateJobs({ tx, statements }: Writing, changes: ReadonlyMap<number, JobColumns>): Promise<void> {
  const shapes = Map.groupBy(changes, ([, columns]) => Object.keys(columns).join());
  for (const [shape, some] of shapes) {
    if (shape === '') continue;
    const names = shape.split(',');
    const set = sql.join(names.map((name, index) => sql`${sql.ref(name)} = ${sql.ref(`given.column${index + 2}`)}`));
    const rows = some.map(([id, columns]) => ({ id, ...columns }));
    await statements.join(
      tx,
      `update jobs ${shape}`,
      { rows, types: ['bigint', ...names.map(typeOf)] },
      (given) => sql<never>`update job set ${set} from ${given} where job.id = given.column1`,
    );
  }
}
