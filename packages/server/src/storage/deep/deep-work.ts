import type { BuildResult } from '../../core/build.ts';
import { type DeepKind, deepHistoryMs, deepKinds, isRed, withDeepState } from '../../core/deep-data.ts';
import { toStorableText } from '../../core/storable-text.ts';
import type { DeepWorkTable } from '../deep-tables.ts';
import { isRedNumber, markFailures } from '../failures/mark-failures.ts';
import type { StepContext } from '../step-context.ts';

/** What goes first. Positions are stored. */
export const deepPriorities = { asked: 0, red: 1, recent: 2, retried: 3, parked: 4 } as const;

export type Writing = Pick<StepContext, 'tx' | 'statements'>;

/** Something that a build is to be asked for. */
export interface NotedWork {
  readonly buildId: number;
  readonly kind: DeepKind;
  readonly startedAtMs: number;
  readonly priority: number;
  readonly reportName: string | null;
}

export function kindNumber(kind: DeepKind): number {
  return deepKinds.indexOf(kind);
}

/** How urgent a finished build is; null when it is too old to be fetched unasked. */
export function priorityOf(
  build: { readonly startedAtMs: number; readonly durationMs: number | null; readonly result: BuildResult | null },
  nowMs: number,
): number | null {
  const endedAtMs = build.startedAtMs + (build.durationMs ?? 0);
  if (nowMs - endedAtMs > deepHistoryMs) return null;
  return isRed(build.result) ? deepPriorities.red : deepPriorities.recent;
}

/** Adds to the work list; what is in it stays as it is. */
export async function noteWork(
  { tx, statements, connectionId }: Writing & Pick<StepContext, 'connectionId'>,
  works: readonly NotedWork[],
): Promise<void> {
  const rows = works.map(
    (work): DeepWorkTable => ({
      build_id: work.buildId,
      kind: kindNumber(work.kind),
      connection_id: connectionId,
      priority: work.priority,
      started_at_ms: work.startedAtMs,
      due_at_ms: 0,
      attempts: 0,
      reason: null,
      report_name: work.reportName === null ? null : toStorableText(work.reportName, 100),
    }),
  );
  await statements.insert(tx, 'deep_work', rows, (some) =>
    tx
      .insertInto('deep_work')
      .values(some)
      .onConflict((conflict) => conflict.columns(['build_id', 'kind']).doNothing()),
  );
}

/** Writes the states of deep data, by key of the build. */
export async function writeDeepStates({ tx, statements }: Writing, states: ReadonlyMap<number, number>): Promise<void> {
  for (const [deep, entries] of Map.groupBy(states, ([, state]) => state)) {
    const keys = entries.map(([id]) => id);
    await statements.forKeys(tx, 'deep states', { keys, before: [deep] }, (some) =>
      tx.updateTable('build').set({ deep }).where('id', 'in', some),
    );
  }
}

/** Takes what is settled off the list. */
export async function dropWork(
  { tx, statements }: Writing,
  kind: DeepKind,
  buildIds: readonly number[],
): Promise<void> {
  await statements.forKeys(tx, 'settled deep work', { keys: buildIds, before: [kindNumber(kind)] }, (keys) =>
    tx.deleteFrom('deep_work').where('kind', '=', 0).where('build_id', 'in', keys),
  );
}

/** Notes that something could not be fetched: tried again at `dueAtMs`, or not by itself when that is null. */
export async function postponeWork(
  { tx, statements }: Writing,
  work: {
    readonly buildId: number;
    readonly kind: DeepKind;
    readonly isParked: boolean;
    readonly dueAtMs: number | null;
    readonly reason: string;
  },
): Promise<void> {
  const reason = toStorableText(work.reason, 500);
  const where = [work.buildId, kindNumber(work.kind)];
  if (!work.isParked) {
    await statements.run(
      tx,
      'retry deep work',
      () =>
        tx
          .updateTable('deep_work')
          .set((e) => ({ due_at_ms: 0, reason, attempts: e('attempts', '+', 1) }))
          .where('build_id', '=', 0)
          .where('kind', '=', 0),
      [work.dueAtMs, reason, 1, ...where],
    );
    return;
  }
  const priority = work.dueAtMs === null ? deepPriorities.parked : deepPriorities.retried;
  await statements.run(
    tx,
    'park deep work',
    () =>
      tx
        .updateTable('deep_work')
        .set((e) => ({ priority, due_at_ms: 0, reason, attempts: e('attempts', '+', 1) }))
        .where('build_id', '=', 0)
        .where('kind', '=', 0),
    [priority, work.dueAtMs, reason, 1, ...where],
  );
}

/** Makes due what waits for another try, because what stood in its way is over; what only a person may ask for stays. */
export async function hastenWork({ tx, statements }: Writing, from: number, to: number): Promise<void> {
  await statements.run(
    tx,
    'hasten deep work',
    () =>
      tx
        .updateTable('deep_work')
        .set({ due_at_ms: 0 })
        .where('build_id', '>=', from)
        .where('build_id', '<=', to)
        .where('priority', '<', deepPriorities.parked),
    [0, from, to, deepPriorities.parked],
  );
}

/** Takes off the list what can never be fetched any more, because Jenkins deleted the builds. */
export async function forsakeWork(
  context: Writing & Pick<StepContext, 'connectionId'>,
  from: number,
  to: number,
): Promise<void> {
  const { tx, statements } = context;
  const { rows } = await statements.run(
    tx,
    'forsaken deep work',
    () =>
      tx
        .deleteFrom('deep_work')
        .where('build_id', '>=', from)
        .where('build_id', '<=', to)
        .returning(['build_id', 'kind']),
    [from, to],
  );
  if (rows.length === 0) return;
  const keys = [...new Set(rows.map((row) => row.build_id))];
  const builds = await statements.forKeys(tx, 'deep states of builds', { keys }, (some) =>
    tx.selectFrom('build').select(['id', 'result', 'deep']).where('id', 'in', some),
  );
  const states = new Map(builds.map(({ id, deep }) => [id, deep]));
  for (const { build_id: id, kind } of rows) {
    states.set(id, withDeepState(states.get(id) ?? 0, deepKinds[kind] ?? 'stages', 'untouched'));
  }
  await writeDeepStates(context, states);
  const red = builds.filter(({ result }) => isRedNumber(result));
  await markFailures(
    context,
    red.map(({ id }) => id),
  );
}
