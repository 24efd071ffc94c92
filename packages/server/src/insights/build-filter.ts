import { type Expression, type ExpressionBuilder, type SqlBool, sql } from 'kysely';
import { type BuildResult, buildResults } from '../core/build.ts';
import { keyOf } from '../core/entity-id.ts';
import { failureCategories } from '../core/failure/failure-category.ts';
import type { Window } from '../core/window.ts';
import { escapeLike, foldAscii } from '../storage/like-pattern.ts';
import type { Database } from '../storage/open-store.ts';
import type { Tables } from '../storage/tables.ts';

/** What questions about builds may be narrowed by; names as in the API. */
export interface BuildFilter {
  readonly instance?: readonly string[] | undefined;
  readonly folder?: string | undefined;
  readonly job?: string | undefined;
  readonly q?: string | undefined;
  readonly branch?: string | undefined;
  readonly result?: readonly BuildResult[] | undefined;
  /** Names of failure categories. */
  readonly category?: readonly string[] | undefined;
  readonly number?: number | undefined;
  /** Name of the agent that they ran on. */
  readonly agent?: string | undefined;
  /** Id of a fingerprint (f_…). */
  readonly fingerprint?: string | undefined;
  readonly include?: 'matrix' | undefined;
}

type JobExpressions = ExpressionBuilder<Tables, 'job'>;
type BuildExpressions = ExpressionBuilder<Tables, 'build'>;

/** True when only connections and time narrow the question, so that roll-ups can answer it. */
export function isPlain(filter: BuildFilter): boolean {
  return (
    !filter.folder &&
    !filter.job &&
    !filter.q &&
    !filter.branch &&
    !filter.result?.length &&
    !filter.category?.length &&
    !filter.agent &&
    !filter.fingerprint &&
    filter.number === undefined &&
    filter.include !== 'matrix'
  );
}

/** Ids of the connections with these names (deleted ones whose history was kept too); null = all. */
export async function connectionIdsOf(
  db: Database,
  names: readonly string[] | undefined,
): Promise<readonly number[] | null> {
  if (names === undefined || names.length === 0) return null;
  const wanted = new Set(names.map((name) => name.toLowerCase()));
  const rows = await db.selectFrom('connection').select(['id', 'name']).execute();
  return rows.filter((row) => wanted.has(row.name.toLowerCase())).map((row) => row.id);
}

/** For `in`: PostgreSQL refuses an empty list, and no id is negative. */
export const idList = (ids: readonly number[]): readonly number[] => [...ids, -1];

/** Results as the store keeps them. */
export const resultNumbers = (names: readonly BuildResult[]): number[] =>
  names.map((name) => buildResults.indexOf(name));

/** Categories as the store keeps them; a name that is none matches nothing. */
export const categoryNumbers = (names: readonly string[]): number[] =>
  names.map((name) => (failureCategories as readonly string[]).indexOf(name)).filter((at) => at >= 0);

/** Conditions on the job itself; empty when none is asked. */
export function jobConditions(e: JobExpressions, filter: BuildFilter): Expression<SqlBool>[] {
  const conditions: Expression<SqlBool>[] = [];
  const folder = filter.folder?.replace(/\/+$/, '');
  if (folder) {
    const path = folder.startsWith('/') ? folder : `/${folder}`;
    conditions.push(
      // Everything that begins with "path/"; "0" is the character after "/". `like` would ignore case on one engine only.
      e.or([e('job.folder', '=', path), e.and([e('job.folder', '>=', `${path}/`), e('job.folder', '<', `${path}0`)])]),
    );
  }
  if (filter.job) {
    const id = filter.job.startsWith('j_') ? keyOf(filter.job) : null;
    conditions.push(id === null ? e('job.full_name', '=', filter.job) : e('job.id', '=', id));
  }
  if (filter.q)
    conditions.push(sql<SqlBool>`lower(job.full_name) like ${`%${escapeLike(foldAscii(filter.q))}%`} escape '\\'`);
  return conditions;
}

/** Conditions on builds: one text for every question. `connectionIds` null = all. */
export function buildConditions(
  e: BuildExpressions,
  filter: BuildFilter,
  connectionIds: readonly number[] | null,
  window: Partial<Window>,
): Expression<SqlBool>[] {
  const conditions: Expression<SqlBool>[] = [];
  if (window.sinceMs !== undefined) conditions.push(e('build.started_at_ms', '>=', window.sinceMs));
  if (window.untilMs !== undefined) conditions.push(e('build.started_at_ms', '<', window.untilMs));
  if (connectionIds !== null) conditions.push(e('build.connection_id', 'in', idList(connectionIds)));
  if (filter.include !== 'matrix') conditions.push(e('build.is_matrix', '=', 0));
  if (filter.branch)
    conditions.push(
      // "=" and not "in", so that the newest are read off the index of the branch instead of sorting all of them.
      e('build.branch_id', '=', e.selectFrom('branch').select('branch.id').where('branch.name', '=', filter.branch)),
    );
  if (filter.result?.length) conditions.push(e('build.result', 'in', resultNumbers(filter.result)));
  if (filter.category?.length)
    conditions.push(e('build.failure_category', 'in', idList(categoryNumbers(filter.category))));
  if (filter.agent)
    conditions.push(
      e('build.agent_id', 'in', e.selectFrom('agent').select('agent.id').where('agent.name', '=', filter.agent)),
    );
  if (filter.fingerprint) {
    const id = keyOf(filter.fingerprint) ?? -1;
    conditions.push(
      e(
        'build.id',
        'in',
        e.selectFrom('build_failure').select('build_failure.build_id').where('build_failure.fingerprint_id', '=', id),
      ),
    );
  }
  if (filter.number !== undefined) conditions.push(e('build.number', '=', filter.number));
  if (filter.folder || filter.job || filter.q) {
    conditions.push(
      e(
        'build.job_id',
        'in',
        e
          .selectFrom('job')
          .select('job.id')
          .where((j) => j.and(jobConditions(j as unknown as JobExpressions, filter))),
      ),
    );
  }
  return conditions;
}
