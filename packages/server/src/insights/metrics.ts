import type { groupBys, groupSorts, Metrics } from '@buildbutler/contract';
import { AppError } from '../core/app-error.ts';
import { Calendar, dayMs } from '../core/calendar.ts';
import { FigureSum } from '../core/figures.ts';
import { type Window, windowBefore, windowOf } from '../core/window.ts';
import type { Store } from '../storage/open-store.ts';
import { addBuildRow, figureColumns } from '../storage/rollup.ts';
import { type BuildFilter, buildConditions, connectionIdsOf, isPlain } from './build-filter.ts';
import { iso } from './build-view.ts';
import { toFigures } from './figures-view.ts';
import { groupLabels } from './group-labels.ts';
import { type Bucket, readFigures } from './read-figures.ts';

export interface MetricsInput extends Omit<BuildFilter, 'number'> {
  readonly range: string;
  readonly tz: string;
  readonly group_by?: (typeof groupBys)[number] | undefined;
  readonly compare?: 'previous' | undefined;
  readonly sort?: (typeof groupSorts)[number] | undefined;
  readonly limit: number;
}

/** A little more than ten years. */
const mostDays = 3_700;

type Group = Metrics['groups'][number];
interface Question {
  readonly store: Store;
  readonly input: MetricsInput;
  readonly connectionIds: readonly number[] | null;
}

const groupColumns = {
  job: 'job_id',
  folder: 'job_id',
  branch: 'branch_id',
  label: 'agent_id',
  instance: 'connection_id',
} as const;

/** Fills one sum a key from builds themselves: for filters and groups that no roll-up keeps. */
async function sumsByKey(
  { store, input, connectionIds }: Question,
  window: Window,
  keyOfRow: (row: { key: number | null; started_at_ms: number }) => FigureSum | undefined,
  column: 'job_id' | 'branch_id' | 'agent_id' | 'connection_id',
): Promise<void> {
  const rows = await store.db
    .selectFrom('build')
    .select([`${column} as key`, 'started_at_ms', ...figureColumns])
    .where((e) => e.and(buildConditions(e, input, connectionIds, window)))
    .where('is_building', '=', 0)
    .execute();
  for (const row of rows) {
    const sum = keyOfRow(row as { key: number | null; started_at_ms: number });
    if (sum !== undefined) addBuildRow(sum, row);
  }
}

async function fill(question: Question, buckets: readonly Bucket[]): Promise<void> {
  if (isPlain(question.input)) return readFigures(question.store.db, buckets, question.connectionIds);
  const first = buckets[0];
  const last = buckets.at(-1);
  if (first === undefined || last === undefined) return;
  const window = { sinceMs: first.window.sinceMs, untilMs: last.window.untilMs };
  let at = 0;
  await sumsByKey(
    question,
    window,
    ({ started_at_ms }) => {
      // Rows come in no promised order; days are few, so a step from the last hit finds the next at once.
      while (at > 0 && started_at_ms < (buckets[at]?.window.sinceMs ?? 0)) at -= 1;
      while (at < buckets.length - 1 && started_at_ms >= (buckets[at]?.window.untilMs ?? 0)) at += 1;
      return buckets[at]?.sum;
    },
    'connection_id',
  );
}

async function total(question: Question, window: Window): Promise<FigureSum> {
  const sum = new FigureSum();
  await fill(question, [{ window, sum }]);
  return sum;
}

/** Every day is listed, empty or not: a range of ten thousand years would be an answer of gigabytes. */
function refuseTooManyDays({ sinceMs, untilMs }: Window): void {
  if (untilMs - sinceMs <= mostDays * dayMs) return;
  const message = `At most ${mostDays} days can be listed one by one. Choose a shorter range, or no group_by.`;
  throw new AppError('bad_request', message, { details: [{ path: 'query.range', message }] });
}

async function byDay(question: Question, window: Window): Promise<Group[]> {
  refuseTooManyDays(window);
  const buckets = new Calendar(question.input.tz).days(window.sinceMs, window.untilMs).map((day) => ({
    key: day.key,
    // The first and the last day of a range that begins or ends within one are counted only inside the range, so that days add up to the total.
    window: { sinceMs: Math.max(day.sinceMs, window.sinceMs), untilMs: Math.min(day.untilMs, window.untilMs) },
    sum: new FigureSum(),
  }));
  await fill(question, buckets);
  return buckets.map(({ key, sum }) => ({ key, label: key, ...toFigures(sum) }));
}

async function byInstance(question: Question, window: Window): Promise<Map<string, FigureSum>> {
  const perConnection = new Map<number, FigureSum>();
  if (isPlain(question.input))
    await readFigures(question.store.db, [{ window, sum: new FigureSum(), perConnection }], question.connectionIds);
  else await sumsByKey(question, window, ({ key }) => sumIn(perConnection, key ?? 0), 'connection_id');
  return new Map([...perConnection].map(([id, sum]) => [String(id), sum]));
}

function sumIn<K>(sums: Map<K, FigureSum>, key: K): FigureSum {
  const sum = sums.get(key) ?? new FigureSum();
  sums.set(key, sum);
  return sum;
}

async function byColumn(
  question: Question,
  window: Window,
  groupBy: Exclude<MetricsInput['group_by'], 'day' | 'instance' | undefined>,
): Promise<Map<string, FigureSum>> {
  const sums = new Map<string, FigureSum>();
  await sumsByKey(question, window, ({ key }) => sumIn(sums, key === null ? '' : String(key)), groupColumns[groupBy]);
  return sums;
}

const orders: Record<NonNullable<MetricsInput['sort']>, (a: Group, b: Group) => number> = {
  key: (a, b) => a.label.localeCompare(b.label),
  builds: (a, b) => b.builds - a.builds,
  failures: (a, b) =>
    b.byResult.FAILURE + b.byResult.UNSTABLE - a.byResult.FAILURE - a.byResult.UNSTABLE ||
    b.minutesBurnt - a.minutesBurnt,
  successRate: (a, b) => (a.successRate ?? 2) - (b.successRate ?? 2),
  p95: (a, b) => (b.duration.p95 ?? -1) - (a.duration.p95 ?? -1),
  minutesBurnt: (a, b) => b.minutesBurnt - a.minutesBurnt,
};

async function groupsOf(question: Question, window: Window): Promise<Group[]> {
  const { group_by: groupBy, sort = 'builds', limit } = question.input;
  if (groupBy === undefined) return [];
  if (groupBy === 'day') return byDay(question, window);
  const sums = groupBy === 'instance' ? await byInstance(question, window) : await byColumn(question, window, groupBy);
  const labelled = await groupLabels(question.store.db, groupBy, sums);
  return labelled
    .map(({ key, label, sum, job }) => ({ key, label, ...job, ...toFigures(sum) }))
    .filter(({ builds }) => builds > 0)
    .sort((a, b) => orders[sort](a, b) || a.label.localeCompare(b.label))
    .slice(0, limit);
}

/**
 * Figures of the finished builds that started in a range, whole and by group. Running builds are not counted.
 * `label` groups by agent: the labels of agents are not collected.
 */
export async function metrics(store: Store, input: MetricsInput, nowMs: number): Promise<Metrics> {
  const window = windowOf(input.range, nowMs);
  const question = { store, input, connectionIds: await connectionIdsOf(store.db, input.instance) };
  const data = toFigures(await total(question, window));
  const previous = input.compare === 'previous' ? toFigures(await total(question, windowBefore(window))) : undefined;
  return {
    data,
    ...(previous === undefined ? {} : { previous }),
    groups: await groupsOf(question, window),
    meta: { since: iso(window.sinceMs), until: iso(window.untilMs), tz: input.tz, group_by: input.group_by ?? null },
  };
}
