import type { Recovery } from '@buildbutler/contract';
import { dayMs } from '../core/calendar.ts';
import { buildKey, publicBuildId } from '../core/entity-id.ts';
import { exactPercentile } from '../core/sketch.ts';
import { type Window, windowOf } from '../core/window.ts';
import type { Store } from '../storage/open-store.ts';
import type { BuildFilter } from './build-filter.ts';
import { iso } from './build-view.ts';
import { branchNames, shownJobs } from './job-names.ts';
import { rowFilter } from './row-filter.ts';

export interface RecoveryInput extends Omit<BuildFilter, 'number' | 'agent' | 'fingerprint'> {
  readonly range: string;
}

/** How long before the range the last green build is looked for. */
const lookBackMs = 30 * dayMs;
const mostRows = 100;
const success = 0;
const failure = 2;

interface Point {
  readonly number: number;
  readonly startedAtMs: number;
}

interface Breakage {
  readonly job: number;
  readonly branch: number;
  readonly red: Point;
  green: Point | null;
  /** When it was green again; null while it is red. */
  endMs: number | null;
  redBuilds: number;
}

/** Every time that a branch of a job went from green to red within the window, and when it was green again, up to now. */
async function breakagesOf(store: Store, input: RecoveryInput, window: Window, nowMs: number): Promise<Breakage[]> {
  // What a series of builds did is the same whatever results or categories are looked at.
  const { category: _category, result: _result, ...filter } = input;
  const its = await rowFilter(store.db, filter);
  const statesOfJobs: (Map<number, Breakage | 'green'> | undefined)[] = [];
  const breakages: Breakage[] = [];
  const reach = { sinceMs: window.sinceMs - lookBackMs, untilMs: Math.max(window.untilMs, nowMs) };
  for await (const part of store.columns.builds(reach)) {
    const { baseMs, columns } = part;
    const count = its.select(part);
    const rows = its.rows;
    for (let at = 0; at < count; at += 1) {
      const row = rows[at] as number;
      const result = (columns.result[row] as number) & 7;
      if (result > failure) continue;
      const job = columns.job[row] as number;
      const branch = columns.branch[row] as number;
      let states = statesOfJobs[job];
      if (states === undefined) {
        states = new Map();
        statesOfJobs[job] = states;
      }
      const state = states.get(branch);
      if (result !== success && state === undefined) continue;
      // What most builds are: green after green.
      if (result === success && state === 'green') continue;
      const startedAtMs = baseMs + (columns.start[row] as number);
      const point = { number: columns.number[row] as number, startedAtMs };
      if (result === success) {
        if (state !== undefined && state !== 'green') {
          state.green = point;
          state.endMs = startedAtMs + Math.max(0, (columns.duration[row] as number) - 1);
        }
        states.set(branch, 'green');
      } else if (state === 'green') {
        const breakage: Breakage = { job, branch, red: point, green: null, endMs: null, redBuilds: 1 };
        states.set(branch, breakage);
        if (startedAtMs >= window.sinceMs && startedAtMs < window.untilMs) breakages.push(breakage);
      } else if (state !== undefined) state.redBuilds += 1;
    }
  }
  return breakages;
}

const timeOf = ({ endMs, red }: Breakage, nowMs: number) => Math.max(0, (endMs ?? nowMs) - red.startedAtMs);

/**
 * Time to recover of what went red in a range: from the start of the first red build after green to the end of the next
 * green one, per job and branch. The green build before is looked for up to 30 days before the range.
 */
export async function recovery(store: Store, input: RecoveryInput, nowMs: number): Promise<Recovery> {
  const breakages = await breakagesOf(store, input, windowOf(input.range, nowMs), nowMs);
  const recovered = breakages.filter(({ endMs }) => endMs !== null);
  const times = Float64Array.from(recovered, (breakage) => timeOf(breakage, nowMs));
  const sum = times.reduce((total, time) => total + time, 0);
  const longest = breakages.sort((a, b) => timeOf(b, nowMs) - timeOf(a, nowMs)).slice(0, mostRows);
  const jobOf = await shownJobs(
    store.db,
    longest.map(({ job }) => job),
  );
  const branches = await branchNames(
    store.db,
    longest.map(({ branch }) => branch),
  );
  const toPoint = (job: number, { number, startedAtMs }: Point) => ({
    id: publicBuildId(buildKey(job, number)),
    number,
    timestamp: iso(startedAtMs),
  });
  return {
    data: {
      recoveries: recovered.length,
      open: breakages.length - recovered.length,
      avg: times.length === 0 ? null : Math.round(sum / times.length),
      p50: exactPercentile(times, 0.5),
      p95: exactPercentile(times, 0.95),
    },
    rows: longest.map((breakage) => ({
      ...jobOf(breakage.job),
      branch: branches.get(breakage.branch) ?? null,
      redBuild: toPoint(breakage.job, breakage.red),
      greenBuild: breakage.green === null ? null : toPoint(breakage.job, breakage.green),
      redBuilds: breakage.redBuilds,
      time: timeOf(breakage, nowMs),
    })),
  };
}
