import type { groupBys, groupSorts, Metrics } from '@buildbutler/contract';
import { AppError } from '../core/app-error.ts';
import { Calendar, dayMs, hourMs } from '../core/calendar.ts';
import { FigureSum, successRate } from '../core/figures.ts';
import { type Window, windowBefore, windowOf } from '../core/window.ts';
import type { Store } from '../storage/open-store.ts';
import { type BuildFilter, connectionIdsOf, isPlain } from './build-filter.ts';
import { iso } from './build-view.ts';
import { figuresByKey, type KeyOf } from './column-figures.ts';
import { toFigures } from './figures-view.ts';
import { groupLabels, type LabelledSum } from './group-labels.ts';
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
const redResults = [1, 2];
const decided = ({ byResult: [success, unstable, failure] }: FigureSum) => [success, unstable, failure] as const;

/** What builds are grouped by before their groups get names: 0 = none. */
const keys: Readonly<Record<'job' | 'folder' | 'branch' | 'label' | 'category', KeyOf>> = {
  job: ({ job }, row) => job[row] as number,
  folder: ({ job }, row) => job[row] as number,
  branch: ({ branch }, row) => branch[row] as number,
  // Agents of one name on two controllers may have other labels.
  label: ({ agent, connection }, row) => (connection[row] as number) * mostAgents + (agent[row] as number),
  category: ({ category, result }, row) =>
    redResults.includes((result[row] as number) & 7) ? (category[row] as number) : -1,
};

/** Keys that are the values of a column, by which builds are found sooner. */
const columnOfKeys: Partial<Record<keyof typeof keys, 'job' | 'branch'>> = {
  job: 'job',
  folder: 'job',
  branch: 'branch',
};

const red = ({ byResult }: FigureSum) => byResult[1] + byResult[2];
const builds = ({ byResult }: FigureSum) => byResult.reduce((total, count) => total + count, 0);

const orders: Record<NonNullable<MetricsInput['sort']>, (a: LabelledSum, b: LabelledSum) => number> = {
  key: (a, b) => a.label.localeCompare(b.label),
  builds: (a, b) => builds(b.sum) - builds(a.sum),
  failures: (a, b) => red(b.sum) - red(a.sum) || b.sum.redMs - a.sum.redMs,
  successRate: (a, b) =>
    (successRate(...decided(a.sum)) ?? 2) - (successRate(...decided(b.sum)) ?? 2) || builds(b.sum) - builds(a.sum),
  p95: (a, b) => (b.sum.durations.percentile(0.95) ?? -1) - (a.sum.durations.percentile(0.95) ?? -1),
  minutesBurnt: (a, b) => b.sum.redMs - a.sum.redMs,
};

/** The groups that are shown, in their order. */
async function firstGroups(question: Question, sums: ReadonlyMap<number, FigureSum>): Promise<LabelledSum[]> {
  const { group_by: groupBy, sort = 'builds', limit } = question.input;
  if (groupBy === undefined || groupBy === 'hour' || groupBy === 'day' || groupBy === 'week') return [];
  const labelled = await groupLabels(question.store.db, groupBy, sums);
  return labelled
    .filter(({ sum }) => builds(sum) > 0)
    .sort((a, b) => orders[sort](a, b) || a.label.localeCompare(b.label))
    .slice(0, limit);
}

async function byColumn(question: Question, window: Window, groupBy: keyof typeof keys): Promise<LabelledSum[]> {
  const { input, store } = question;
  const keyOf = keys[groupBy];
  if (input.sort === 'p95') return firstGroups(question, await figuresByKey(store, input, window, keyOf));
  const groups = await firstGroups(question, await figuresByKey(store, input, window, keyOf, 'no percentiles'));
  // Most groups are often not shown: percentiles are made of those that are.
  const members = groups.flatMap((group) => group.members);
  const column = columnOfKeys[groupBy];
  const shown = new Set(members);
  const ofShown: KeyOf = (columns, row, startedAtMs) => {
    const key = keyOf(columns, row, startedAtMs);
    return shown.has(key) ? key : -1;
  };
  const sums =
    column === undefined
      ? await figuresByKey(store, input, window, ofShown)
      : await figuresByKey(store, input, window, keyOf, { column, values: members });
  return groups.map((group) => {
    const sum = new FigureSum();
    for (const member of group.members) {
      const part = sums.get(member);
      if (part !== undefined) sum.addAll(part);
    }
    return { ...group, sum };
  });
}

async function groupsOf(question: Question, window: Window): Promise<Group[]> {
  const { group_by: groupBy } = question.input;
  if (groupBy === undefined) return [];
  if (groupBy === 'hour' || groupBy === 'day' || groupBy === 'week') return bySlot(question, window, groupBy);
  const groups =
    groupBy === 'instance'
      ? await firstGroups(question, await byInstance(question, window))
      : await byColumn(question, window, groupBy);
  return groups.map(({ key, label, sum, job }) => ({ key, label, ...job, ...toFigures(sum) }));
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
