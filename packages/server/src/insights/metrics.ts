import type { groupBys, groupSorts, Metrics } from '@buildbutler/contract';
import { AppError } from '../core/app-error.ts';
import { Calendar, dayMs, hourMs } from '../core/calendar.ts';
import { FigureSum } from '../core/figures.ts';
import { type Window, windowBefore, windowOf } from '../core/window.ts';
import type { Store } from '../storage/open-store.ts';
import { type BuildFilter, connectionIdsOf, isPlain } from './build-filter.ts';
import { iso } from './build-view.ts';
import { figuresByKey, type KeyOf } from './column-figures.ts';
import { toFigures } from './figures-view.ts';
import { groupLabels } from './group-labels.ts';
import { type Bucket, readFigures } from './read-figures.ts';

type GroupBy = (typeof groupBys)[number];

export interface MetricsInput extends Omit<BuildFilter, 'number' | 'agent' | 'fingerprint'> {
  readonly range: string;
  readonly tz: string;
  readonly group_by?: GroupBy | undefined;
  readonly compare?: 'previous' | undefined;
  readonly sort?: (typeof groupSorts)[number] | undefined;
  readonly limit: number;
}

/** Days of a little more than ten years. */
const mostSlots = 3_700;

type Group = Metrics['groups'][number];
interface Question {
  readonly store: Store;
  readonly input: MetricsInput;
  readonly connectionIds: readonly number[] | null;
}

interface LabelledBucket extends Bucket {
  readonly key: string;
  readonly label: string;
}

/** Buckets follow each other; builds come in the order in which they started. */
async function fillFromColumns({ input, store }: Question, buckets: readonly Bucket[]): Promise<void> {
  const first = buckets[0];
  const last = buckets.at(-1);
  if (first === undefined || last === undefined) return;
  let at = 0;
  const keyOf: KeyOf = (_columns, _row, startedAtMs) => {
    while (at < buckets.length - 1 && startedAtMs >= (buckets[at]?.window.untilMs ?? 0)) at += 1;
    return at;
  };
  const window = { sinceMs: first.window.sinceMs, untilMs: last.window.untilMs };
  const sums = await figuresByKey(store, input, window, keyOf);
  for (const [place, sum] of sums) buckets[place]?.sum.addAll(sum);
}

/** From roll-ups where only time and connections narrow the question, else from the builds themselves. */
async function fill(question: Question, buckets: readonly Bucket[]): Promise<void> {
  if (isPlain(question.input)) return readFigures(question.store.db, buckets, question.connectionIds);
  return fillFromColumns(question, buckets);
}

async function total(question: Question, window: Window): Promise<FigureSum> {
  const sum = new FigureSum();
  await fill(question, [{ window, sum }]);
  return sum;
}

/** Every slot is listed, empty or not: a range of ten thousand years would be an answer of gigabytes. */
function refuseTooMany({ sinceMs, untilMs }: Window, slotMs: number, slots: string): void {
  if (untilMs - sinceMs <= mostSlots * slotMs) return;
  const message = `At most ${mostSlots} ${slots} can be listed one by one. Choose a shorter range, or no group_by.`;
  throw new AppError('bad_request', message, { details: [{ path: 'query.range', message }] });
}

function slotsOf(groupBy: 'hour' | 'day' | 'week', tz: string, window: Window) {
  const calendar = new Calendar(tz);
  const { sinceMs, untilMs } = window;
  if (groupBy === 'hour') {
    refuseTooMany(window, hourMs, 'hours');
    return calendar.hours(sinceMs, untilMs);
  }
  refuseTooMany(window, dayMs, 'days');
  const slots = groupBy === 'day' ? calendar.days(sinceMs, untilMs) : calendar.weeks(sinceMs, untilMs);
  return slots.map((slot) => ({ ...slot, label: slot.key }));
}

async function bySlot(question: Question, window: Window, groupBy: 'hour' | 'day' | 'week'): Promise<Group[]> {
  const buckets = slotsOf(groupBy, question.input.tz, window).map(
    ({ key, label, ...slot }): LabelledBucket => ({
      key,
      label,
      // The first and the last slot of a range that begins or ends within one are counted only inside the range, so that slots add up to the total.
      window: { sinceMs: Math.max(slot.sinceMs, window.sinceMs), untilMs: Math.min(slot.untilMs, window.untilMs) },
      sum: new FigureSum(),
    }),
  );
  await fill(question, buckets);
  return buckets.map(({ key, label, sum }) => ({ key, label, ...toFigures(sum) }));
}

async function byInstance(question: Question, window: Window): Promise<Map<number, FigureSum>> {
  const { input, store } = question;
  if (!isPlain(input)) return figuresByKey(store, input, window, ({ connection }, row) => connection[row] as number);
  const perConnection = new Map<number, FigureSum>();
  await readFigures(store.db, [{ window, sum: new FigureSum(), perConnection }], question.connectionIds);
  return perConnection;
}

const mostAgents = 2 ** 26;
const red = [1, 2];

/** What builds are grouped by before their groups get names: 0 = none. */
const keys: Readonly<Record<'job' | 'folder' | 'branch' | 'label' | 'category', KeyOf>> = {
  job: ({ job }, row) => job[row] as number,
  folder: ({ job }, row) => job[row] as number,
  branch: ({ branch }, row) => branch[row] as number,
  // Agents of one name on two controllers may have other labels.
  label: ({ agent, connection }, row) => (connection[row] as number) * mostAgents + (agent[row] as number),
  category: ({ category, result }, row) => (red.includes((result[row] as number) & 7) ? (category[row] as number) : -1),
};

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
  if (groupBy === 'hour' || groupBy === 'day' || groupBy === 'week') return bySlot(question, window, groupBy);
  const { input, store } = question;
  const sums =
    groupBy === 'instance'
      ? await byInstance(question, window)
      : await figuresByKey(store, input, window, keys[groupBy]);
  const labelled = await groupLabels(store.db, groupBy, sums);
  return labelled
    .map(({ key, label, sum, job }) => ({ key, label, ...job, ...toFigures(sum) }))
    .filter(({ builds }) => builds > 0)
    .sort((a, b) => orders[sort](a, b) || a.label.localeCompare(b.label))
    .slice(0, limit);
}

/** Figures of the finished builds that started in a range, whole and by group. Running builds are not counted. */
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
