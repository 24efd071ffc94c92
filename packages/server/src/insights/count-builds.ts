import { sql } from 'kysely';
import { hourMs } from '../core/calendar.ts';
import type { Window } from '../core/window.ts';
import type { Database, Store } from '../storage/open-store.ts';
import { type BuildFilter, buildConditions, idList, isPlain } from './build-filter.ts';
import { rowFilter } from './row-filter.ts';

interface Question {
  readonly filter: BuildFilter;
  readonly connectionIds: readonly number[] | null;
  readonly window: Partial<Window>;
  readonly isBuilding: boolean | null;
}

async function countRows(db: Database, { filter, connectionIds, window, isBuilding }: Question): Promise<number> {
  let query = db
    .selectFrom('build')
    .select((e) => e.fn.countAll<number>().as('total'))
    .where((e) => e.and(buildConditions(e, filter, connectionIds, window)));
  if (isBuilding !== null) query = query.where('build.is_building', '=', isBuilding ? 1 : 0);
  return (await query.executeTakeFirstOrThrow()).total;
}

/** Whole hours come from their roll-ups, hours that are not rolled up yet from the builds. */
async function countWholeHours(db: Database, connectionIds: readonly number[] | null, window: Window): Promise<number> {
  const ids = connectionIds === null ? null : idList(connectionIds);
  let rolledUp = db
    .selectFrom('rollup_hour')
    .select(sql<number>`coalesce(sum(success + unstable + failure + aborted + not_built), 0)`.as('total'))
    .where('slot_ms', '>=', window.sinceMs)
    .where('slot_ms', '<', window.untilMs)
    .where((e) =>
      e.not(
        e.exists(
          e
            .selectFrom('dirty_hour')
            .select('dirty_hour.hour_ms')
            .whereRef('dirty_hour.hour_ms', '=', 'rollup_hour.slot_ms')
            .whereRef('dirty_hour.connection_id', '=', 'rollup_hour.connection_id'),
        ),
      ),
    );
  let dirty = db
    .selectFrom('dirty_hour')
    .innerJoin('build', (join) =>
      join
        .onRef('build.started_at_ms', '>=', 'dirty_hour.hour_ms')
        .on(sql<boolean>`build.started_at_ms < dirty_hour.hour_ms + ${sql.lit(hourMs)}`)
        .onRef('build.connection_id', '=', 'dirty_hour.connection_id'),
    )
    .select((e) => e.fn.countAll<number>().as('total'))
    .where('dirty_hour.hour_ms', '>=', window.sinceMs)
    .where('dirty_hour.hour_ms', '<', window.untilMs)
    .where('build.is_building', '=', 0)
    .where('build.is_matrix', '=', 0);
  if (ids !== null) {
    rolledUp = rolledUp.where('connection_id', 'in', ids);
    dirty = dirty.where('dirty_hour.connection_id', 'in', ids);
  }
  return (await rolledUp.executeTakeFirstOrThrow()).total + (await dirty.executeTakeFirstOrThrow()).total;
}

/** From the first build to the last. Two queries, since SQLite reads the whole index when asked for both ends at once. */
async function reach(db: Database): Promise<Window> {
  const builds = db.selectFrom('build');
  const first = await builds.select((e) => e.fn.min('started_at_ms').as('atMs')).executeTakeFirstOrThrow();
  const last = await builds.select((e) => e.fn.max('started_at_ms').as('atMs')).executeTakeFirstOrThrow();
  return { sinceMs: first.atMs ?? 0, untilMs: (last.atMs ?? 0) + 1 };
}

/** Few builds are counted sooner than columns are read; what is in no column has to be looked up anyway. */
function isByColumns({ filter }: Question): boolean {
  return !filter.agent && !filter.fingerprint && !filter.job && filter.number === undefined;
}

/** Running builds are few: they are found first, lest all builds of a branch are looked through for them. */
async function countRunning(db: Database, { connectionIds, filter, window }: Question): Promise<number> {
  const running = await db.selectFrom('build').select('id').where(sql<boolean>`is_building = 1`).execute();
  let count = 0;
  for (let at = 0; at < running.length; at += 500) {
    const ids = running.slice(at, at + 500).map(({ id }) => id);
    const row = await db
      .selectFrom('build')
      .select((e) => e.fn.countAll<number>().as('total'))
      .where((e) => e.and(buildConditions(e, filter, connectionIds, window)))
      .where('build.id', 'in', ids)
      .executeTakeFirstOrThrow();
    count += row.total;
  }
  return count;
}

async function countColumns(store: Store, question: Question): Promise<number> {
  const { filter, isBuilding, window } = question;
  const its = await rowFilter(store.db, filter);
  const all = await reach(store.db);
  let count = isBuilding === null ? await countRunning(store.db, question) : 0;
  const whole = { sinceMs: window.sinceMs ?? all.sinceMs, untilMs: window.untilMs ?? all.untilMs };
  for await (const part of store.columns.builds(whole)) count += its.select(part);
  return count;
}

/** How many builds match, exactly: from roll-ups where only time and connections narrow the question, from columns where they know the filter, else row by row. */
export async function countBuilds(store: Store, question: Question): Promise<number> {
  const { db } = store;
  const { filter, connectionIds, isBuilding } = question;
  if (isBuilding === true) return countRows(db, question);
  if (!isPlain(filter)) return isByColumns(question) ? countColumns(store, question) : countRows(db, question);
  const all = await reach(db);
  const sinceMs = Math.max(question.window.sinceMs ?? all.sinceMs, all.sinceMs);
  const untilMs = Math.min(question.window.untilMs ?? all.untilMs, all.untilMs);
  const first = Math.ceil(sinceMs / hourMs) * hourMs;
  const last = Math.floor(untilMs / hourMs) * hourMs;
  if (first >= last) return countRows(db, question);
  const edge = (window: Window) => countRows(db, { ...question, window, isBuilding: false });
  const running =
    isBuilding === null ? await countRows(db, { ...question, window: { sinceMs, untilMs }, isBuilding: true }) : 0;
  return (
    running +
    (await countWholeHours(db, connectionIds, { sinceMs: first, untilMs: last })) +
    (await edge({ sinceMs, untilMs: first })) +
    (await edge({ sinceMs: last, untilMs }))
  );
}
