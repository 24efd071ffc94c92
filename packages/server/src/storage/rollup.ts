import { dayMs, hourMs } from '../core/calendar.ts';
import { FigureSum } from '../core/figures.ts';
import { advanceCounter } from './advance-counter.ts';
import type { Database, DatabaseTransaction, Store } from './open-store.ts';
import { addBuildRow, addRollup, figureColumns, toRollupRow } from './rollup-row.ts';
import { StatementCache } from './statement-cache.ts';
import type { DirtyHourTable } from './tables.ts';

export { addBuildRow, addRollup, figureColumns } from './rollup-row.ts';

interface Work {
  readonly tx: DatabaseTransaction;
  readonly statements: StatementCache;
}

/** The sums of hours, by hour and connection. */
class HourSums {
  readonly #sums = new Map<
    string,
    { readonly hourMs: number; readonly connectionId: number; readonly sum: FigureSum }
  >();

  of(hour: number, connectionId: number): FigureSum {
    const key = `${hour}:${connectionId}`;
    const known = this.#sums.get(key);
    if (known !== undefined) return known.sum;
    const sum = new FigureSum();
    this.#sums.set(key, { hourMs: hour, connectionId, sum });
    return sum;
  }

  toRows() {
    return [...this.#sums.values()].map(({ hourMs: hour, connectionId, sum }) => toRollupRow(connectionId, hour, sum));
  }
}

/** Takes the marks of hours off before anything is read: what is stored meanwhile sets them again. Another process may have been here. */
async function takeMarks({ tx }: Work, hours: readonly number[]): Promise<DirtyHourTable[]> {
  return tx.deleteFrom('dirty_hour').where('hour_ms', 'in', hours).returningAll().execute();
}

/** Begins with what the roll-ups of hours say now. */
async function readHours({ tx }: Work, marks: readonly DirtyHourTable[], sums: HourSums): Promise<void> {
  const hours = [...new Set(marks.map(({ hour_ms }) => hour_ms))];
  const marked = new Set(marks.map(({ connection_id, hour_ms }) => `${hour_ms}:${connection_id}`));
  if (hours.length === 0) return;
  for (const row of await tx.selectFrom('rollup_hour').selectAll().where('slot_ms', 'in', hours).execute()) {
    if (marked.has(`${row.slot_ms}:${row.connection_id}`)) addRollup(sums.of(row.slot_ms, row.connection_id), row);
  }
}

/** Counts an hour anew, without the builds that are still to be added to it. */
async function recountHour(
  { tx }: Work,
  hour: number,
  connectionIds: readonly number[],
  sums: HourSums,
): Promise<void> {
  for (const connectionId of connectionIds) sums.of(hour, connectionId);
  const rows = await tx
    .selectFrom('build')
    .select(['connection_id', ...figureColumns])
    .where('started_at_ms', '>=', hour)
    .where('started_at_ms', '<', hour + hourMs)
    .where('is_building', '=', 0)
    .where('is_matrix', '=', 0)
    .where((e) =>
      e.not(
        e.exists(
          e
            .selectFrom('uncounted_build')
            .select('build_id')
            .where('hour_ms', '=', hour)
            .whereRef('uncounted_build.connection_id', '=', 'build.connection_id')
            .whereRef('uncounted_build.build_id', '=', 'build.id'),
        ),
      ),
    )
    .execute();
  const wanted = new Set(connectionIds);
  for (const row of rows) if (wanted.has(row.connection_id)) addBuildRow(sums.of(hour, row.connection_id), row);
}

/**
 * Adds the builds of a marked hour that no roll-up holds yet: only of its connection, since the sum of another one was not
 * begun with what its roll-up says. Returns the hours of builds that have moved since they were noted.
 */
async function addUncounted(
  { tx, statements }: Work,
  { hour_ms: hour, connection_id: connectionId }: DirtyHourTable,
  sums: HourSums,
): Promise<DirtyHourTable[]> {
  const { rows: noted } = await statements.run(
    tx,
    'take uncounted builds',
    () =>
      tx
        .deleteFrom('uncounted_build')
        .where('hour_ms', '=', hour)
        .where('connection_id', '=', connectionId)
        .returning('build_id'),
    [hour, connectionId],
  );
  const keys = noted.map(({ build_id }) => build_id);
  const rows = await statements.forKeys(tx, 'uncounted builds', { keys }, (some) =>
    tx
      .selectFrom('build')
      .select(['connection_id', 'started_at_ms', 'is_building', 'is_matrix', ...figureColumns])
      .where('id', 'in', some),
  );
  const moved: DirtyHourTable[] = [];
  for (const row of rows) {
    if (row.is_building === 1 || row.is_matrix === 1) continue;
    const its = Math.floor(row.started_at_ms / hourMs) * hourMs;
    if (its === hour) addBuildRow(sums.of(hour, row.connection_id), row);
    else moved.push({ hour_ms: its, connection_id: row.connection_id, is_changed: 1 });
  }
  return moved;
}

/** Marks hours whose roll-ups are behind. */
export async function markHours({ tx, statements }: Work, marks: readonly DirtyHourTable[]): Promise<void> {
  await statements.insert(tx, 'dirty_hour', marks, (some) =>
    tx
      .insertInto('dirty_hour')
      .values(some)
      // Written even where it stands: whoever is about to take the mark off has to wait for these builds.
      .onConflict((conflict) =>
        conflict.columns(['hour_ms', 'connection_id']).doUpdateSet((e) => ({
          is_changed: e
            .case()
            .when('excluded.is_changed', '=', e.lit(1))
            .then(e.lit(1))
            .else(e.ref('dirty_hour.is_changed'))
            .end(),
        })),
      ),
  );
}

async function rollUpHours(work: Work, hours: readonly number[]): Promise<void> {
  const { statements, tx } = work;
  const marks = await takeMarks(work, hours);
  const sums = new HourSums();
  await readHours(
    work,
    marks.filter(({ is_changed }) => is_changed === 0),
    sums,
  );
  const changed = Map.groupBy(
    marks.filter(({ is_changed }) => is_changed === 1),
    ({ hour_ms }) => hour_ms,
  );
  for (const [hour, some] of changed) {
    await recountHour(
      work,
      hour,
      some.map(({ connection_id }) => connection_id),
      sums,
    );
  }
  const moved: DirtyHourTable[] = [];
  for (const mark of marks) moved.push(...(await addUncounted(work, mark, sums)));
  await statements.insert(tx, 'rollup_hour', sums.toRows(), (some) =>
    tx
      .insertInto('rollup_hour')
      .values(some)
      .onConflict((conflict) =>
        conflict.columns(['slot_ms', 'connection_id']).doUpdateSet((e) => {
          const { connection_id: _connection, slot_ms: _slot, ...figures } = toRollupRow(0, 0, new FigureSum());
          const names = Object.keys(figures) as (keyof typeof figures)[];
          return Object.fromEntries(names.map((name) => [name, e.ref(`excluded.${name}`)]));
        }),
      ),
  );
  await markHours(work, uniqueMarks(moved));
}

/** One statement must not touch a row twice. */
function uniqueMarks(marks: readonly DirtyHourTable[]): DirtyHourTable[] {
  return [...new Map(marks.map((mark) => [`${mark.hour_ms}:${mark.connection_id}`, mark])).values()];
}

async function recomputeDay({ tx }: Work, day: number): Promise<void> {
  const hours = await tx
    .selectFrom('rollup_hour')
    .selectAll()
    .where('slot_ms', '>=', day)
    .where('slot_ms', '<', day + dayMs)
    .execute();
  const sums = new HourSums();
  for (const row of hours) addRollup(sums.of(day, row.connection_id), row);
  await tx.deleteFrom('rollup_day').where('slot_ms', '=', day).execute();
  const rows = sums.toRows();
  if (rows.length > 0) await tx.insertInto('rollup_day').values(rows).execute();
}

/** Marked hours, newest first, all of them or those before an instant. */
async function dirtyHours(db: Database, most: number, beforeMs: number | null): Promise<number[]> {
  let hours = db.selectFrom('dirty_hour').select('hour_ms').distinct().orderBy('hour_ms', 'desc').limit(most);
  if (beforeMs !== null) hours = hours.where('hour_ms', '<', beforeMs);
  return (await hours.execute()).map(({ hour_ms }) => hour_ms);
}

/**
 * Brings roll-ups up to date in sweeps from the newest hour to the oldest, so that an import that touches all of them
 * over and over leaves none behind.
 */
export class RollUpSweep {
  readonly #store: Store;
  readonly #statements: StatementCache;
  #beforeMs: number | null = null;

  constructor(store: Store, statements = new StatementCache()) {
    this.#store = store;
    this.#statements = statements;
  }

  /** Takes at most `most` dirty hours, one transaction a day; returns how many are left. */
  async run(most: number): Promise<number> {
    for (const [day, hours] of Map.groupBy(await this.#next(most), (hour) => Math.floor(hour / dayMs) * dayMs)) {
      await this.#store.transaction(async (tx) => {
        // Locks: two processes at the same day would each leave out what the other one writes.
        await advanceCounter(tx, 'roll_up', 1);
        const work = { tx, statements: this.#statements };
        await rollUpHours(work, hours);
        await recomputeDay(work, day);
      });
    }
    const left = await this.#store.db
      .selectFrom('dirty_hour')
      .select((e) => e.fn.countAll<number>().as('count'))
      .executeTakeFirstOrThrow();
    return left.count;
  }

  async #next(most: number): Promise<readonly number[]> {
    if (most <= 0) return [];
    const { db } = this.#store;
    let hours = await dirtyHours(db, most, this.#beforeMs);
    if (hours.length === 0 && this.#beforeMs !== null) hours = await dirtyHours(db, most, null);
    this.#beforeMs = hours.length < most ? null : (hours.at(-1) ?? null);
    return hours;
  }
}

/** Brings the roll-ups of at most `most` dirty hours up to date, newest first. Returns how many dirty hours are left. */
export function rollUpDirty(store: Store, most: number): Promise<number> {
  return new RollUpSweep(store).run(most);
}
