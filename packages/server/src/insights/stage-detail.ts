import type { StageDetail } from '@buildbutler/contract';
import { AppError } from '../core/app-error.ts';
import { Calendar } from '../core/calendar.ts';
import { buildKey, publicBuildId } from '../core/entity-id.ts';
import { histogramOf } from '../core/histogram.ts';
import { bucketOf, Sketch } from '../core/sketch.ts';
import { stageStatuses } from '../core/stage.ts';
import { windowOf } from '../core/window.ts';
import type { Store } from '../storage/open-store.ts';
import { iso } from './build-view.ts';
import { type StageGroup, type StagesInput, shownStages } from './list-stages.ts';
import { rowFilter } from './row-filter.ts';
import { isDecided, isRan, pathTexts, StageSum } from './stage-runs.ts';

export interface StageDetailInput extends StagesInput {
  readonly stage: string;
}

const mostPoints = 2_000;
const minuteMs = 60_000;

interface Point {
  readonly job: number;
  readonly number: number;
  readonly startedAtMs: number;
  durationMs: number;
  status: number;
}

/** Hours of the day by zone: formatting an instant costs a hundred times as much as looking up its hour. */
class HoursOfDay {
  readonly #calendar: Calendar;
  readonly #known = new Map<number, number>();

  constructor(tz: string) {
    this.#calendar = new Calendar(tz);
  }

  /** Zones change at quarters of an hour. */
  at(minute: number): number {
    const quarter = Math.floor(minute / 15);
    const known = this.#known.get(quarter);
    if (known !== undefined) return known;
    const hour = this.#calendar.hourOf(quarter * 15 * minuteMs);
    this.#known.set(quarter, hour);
    return hour;
  }
}

class HourSum {
  runs = 0;
  sum = 0;
  readonly sketch = new Sketch();
}

const severity = (status: number) =>
  ['skipped', 'not_built', 'success', 'unstable', 'aborted', 'failure'].indexOf(stageStatuses[status] ?? '');

/** Everything about one stage (by its whole path) over the builds that a filter means. */
async function collect(store: Store, input: StageDetailInput, nowMs: number) {
  const its = await rowFilter(store.db, input);
  const window = windowOf(input.range, nowMs);
  const sum = new StageSum();
  const jobs = new Set<number>();
  const connections = new Set<number>();
  const durations: number[] = [];
  const hours = Array.from({ length: 24 }, () => new HourSum());
  const hoursOfDay = new HoursOfDay(input.tz);
  const points = new Map<number, Point>();
  let textOf = await pathTexts(store);
  let isMeant = new Uint8Array(0);
  for await (const part of store.columns.stages(window)) {
    const { baseMs, columns } = part;
    const { count: pathCount } = store.columns.paths;
    if (pathCount > isMeant.length) {
      // A part that was read just now may bring new paths, and names with them.
      textOf = await pathTexts(store);
      isMeant = Uint8Array.from({ length: pathCount }, (_, path) => (path > 0 && textOf(path) === input.stage ? 1 : 0));
    }
    const count = its.select(part);
    const rows = its.rows;
    for (let at = 0; at < count; at += 1) {
      const row = rows[at] as number;
      if (isMeant[columns.path[row] as number] !== 1) continue;
      const status = columns.status[row] as number;
      if (isRan[status] !== 1) continue;
      sum.add(columns, row, true);
      const job = columns.job[row] as number;
      jobs.add(job);
      connections.add(columns.connection[row] as number);
      const durationMs = Math.max(0, (columns.duration[row] as number) - 1);
      const number = columns.number[row] as number;
      const key = buildKey(job, number);
      const known = points.get(key);
      if (known === undefined) {
        points.set(key, { job, number, startedAtMs: baseMs + (columns.start[row] as number), durationMs, status });
      } else {
        // A stage of one name that ran more than once in a build is one point.
        known.durationMs += durationMs;
        if (severity(status) > severity(known.status)) known.status = status;
      }
      if (isDecided[status] !== 1 || columns.duration[row] === 0) continue;
      durations.push(durationMs);
      const startMinute = columns.startMinute[row] as number;
      const hour = hours[hoursOfDay.at(startMinute > 0 ? startMinute : Math.floor(baseMs / minuteMs))];
      if (hour === undefined) continue;
      hour.runs += 1;
      hour.sum += durationMs;
      hour.sketch.addBucket(bucketOf(durationMs));
    }
  }
  return { window, sum, jobs, connections, durations, hours, points };
}

/** One stage: figures, histogram, time of day, one point a build. Throws `not_found` when no build of the range ran it. */
export async function stageDetail(store: Store, input: StageDetailInput, nowMs: number): Promise<StageDetail> {
  const { connections, durations, hours, jobs, points, sum, window } = await collect(store, input, nowMs);
  if (sum.runs === 0) throw new AppError('not_found', `No build of this range ran a stage "${input.stage}".`);
  const [job = 0] = jobs;
  const [connection = 0] = connections;
  const group: StageGroup = {
    job: jobs.size === 1 ? job : null,
    connection,
    stage: input.stage,
    jobs,
    paths: new Set(),
    sum,
  };
  const [data] = await shownStages(store.db, [group]);
  if (data === undefined) throw new AppError('internal_error', 'The figures of this stage are missing.');
  const newest = [...points.values()].slice(-mostPoints);
  return {
    data,
    histogram: histogramOf(durations),
    byHour: hours.map(({ runs, sketch, sum: total }, hour) => ({
      hour,
      runs,
      avg: runs === 0 ? null : Math.round(total / runs),
      p95: sketch.percentile(0.95),
    })),
    points: newest.map(({ durationMs, job: its, number, startedAtMs, status }) => ({
      buildId: publicBuildId(buildKey(its, number)),
      number,
      timestamp: iso(startedAtMs),
      duration: durationMs,
      status: stageStatuses[status] ?? 'unknown',
    })),
    meta: { since: iso(window.sinceMs), until: iso(window.untilMs), tz: input.tz, builds: points.size },
  };
}
