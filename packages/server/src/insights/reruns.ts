import type { Reruns } from '@buildbutler/contract';
import { dayMs } from '../core/calendar.ts';
import { windowOf } from '../core/window.ts';
import type { Store } from '../storage/open-store.ts';
import { shownJobs } from './job-names.ts';
import type { RecoveryInput } from './recovery.ts';
import { rowFilter } from './row-filter.ts';

/** How long before the range the first build of a commit is looked for. */
const lookBackMs = 30 * dayMs;
const mostRows = 100;
const success = 0;
const failure = 2;

interface Commit {
  hasFailed: boolean;
  hasPassedOnRerun: boolean;
}

interface JobReruns {
  builds: number;
  ms: number;
  passedOnRerun: number;
}

const toMinutes = (ms: number) => Math.round((ms / 60_000) * 10) / 10;

/**
 * Builds of a range whose commit the same job had built before (up to 30 days before the range), what they took, and how
 * many commits first failed and then passed.
 */
export async function reruns(store: Store, input: RecoveryInput, nowMs: number): Promise<Reruns> {
  const window = windowOf(input.range, nowMs);
  // The first build of a commit counts whatever its result was.
  const { category: _category, result: _result, ...filter } = input;
  const its = await rowFilter(store.db, filter);
  const commitsOfJobs: (Map<number, Commit> | undefined)[] = [];
  const jobs = new Map<number, JobReruns>();
  for await (const part of store.columns.builds({ ...window, sinceMs: window.sinceMs - lookBackMs })) {
    const { baseMs, columns } = part;
    const count = its.select(part);
    const rows = its.rows;
    for (let at = 0; at < count; at += 1) {
      const row = rows[at] as number;
      const number = columns.commit[row] as number;
      if (number === 0) continue;
      const job = columns.job[row] as number;
      const result = (columns.result[row] as number) & 7;
      let commits = commitsOfJobs[job];
      if (commits === undefined) {
        commits = new Map();
        commitsOfJobs[job] = commits;
      }
      const known = commits.get(number);
      const hasFailed = result > success && result <= failure;
      if (known === undefined) {
        commits.set(number, { hasFailed, hasPassedOnRerun: false });
        continue;
      }
      if (baseMs + (columns.start[row] as number) >= window.sinceMs) {
        const sum = jobs.get(job) ?? { builds: 0, ms: 0, passedOnRerun: 0 };
        jobs.set(job, sum);
        sum.builds += 1;
        sum.ms += Math.max(0, (columns.duration[row] as number) - 1);
        if (result === success && known.hasFailed && !known.hasPassedOnRerun) {
          known.hasPassedOnRerun = true;
          sum.passedOnRerun += 1;
        }
      }
      known.hasFailed ||= hasFailed;
    }
  }
  const all = [...jobs.entries()];
  const total = (valueAt: (sum: JobReruns) => number) => all.reduce((sum, [, ofJob]) => sum + valueAt(ofJob), 0);
  const worst = all.sort(([, a], [, b]) => b.ms - a.ms).slice(0, mostRows);
  const jobOf = await shownJobs(
    store.db,
    worst.map(([job]) => job),
  );
  return {
    data: {
      builds: total(({ builds }) => builds),
      minutes: toMinutes(total(({ ms }) => ms)),
      passedOnRerun: total(({ passedOnRerun }) => passedOnRerun),
    },
    rows: worst.map(([job, { builds, ms, passedOnRerun }]) => ({
      ...jobOf(job),
      builds,
      minutes: toMinutes(ms),
      passedOnRerun,
    })),
  };
}
