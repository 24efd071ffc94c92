import { dayMs } from '../../core/calendar.ts';
import type { Difference } from './difference.ts';
import { nextDay, recountDay } from './recount-day.ts';
import { recountJobs } from './recount-jobs.ts';
import { atOneMoment, type RecountSource } from './snapshot.ts';

export type { Difference } from './difference.ts';

const mostDifferences = 1_000;
const jobsPerMoment = 500;

export interface Recount {
  readonly builds: number;
  readonly hours: number;
  readonly days: number;
  readonly jobs: number;
  /** Hours that were left out because their roll-ups are behind. */
  readonly hoursBehind: number;
  /** The first 1,000. */
  readonly differences: readonly Difference[];
  readonly differenceCount: number;
}

class Tally {
  readonly differences: Difference[] = [];
  differenceCount = 0;

  add(some: readonly Difference[]): void {
    this.differenceCount += some.length;
    this.differences.push(...some.slice(0, mostDifferences - this.differences.length));
  }
}

/**
 * Counts every roll-up, job summary and ledger again from the stored builds and says what differs; changes nothing. Works
 * beside a running server: each day, and each few hundred jobs, are looked at as they are at one moment. Throws `AppError`
 * as the store does.
 */
export async function recountStore(source: RecountSource): Promise<Recount> {
  const tally = new Tally();
  let [builds, days, hours, hoursBehind, jobs] = [0, 0, 0, 0, 0];
  for (let fromMs = Number.MIN_SAFE_INTEGER; ; ) {
    const start = fromMs;
    const seen = await atOneMoment(source, async (moment) => {
      const day = await nextDay(moment.tx, start);
      return day === null ? null : { day, count: await recountDay(moment, day) };
    });
    if (seen === null) break;
    tally.add(seen.count.differences);
    builds += seen.count.builds;
    hours += seen.count.hours;
    hoursBehind += seen.count.hoursBehind;
    days += 1;
    fromMs = seen.day + dayMs;
  }
  for (let afterId: number | null = 0; afterId !== null; ) {
    const after: number = afterId;
    const seen = await atOneMoment(source, (moment) => recountJobs(moment, after, jobsPerMoment));
    tally.add(seen.differences);
    jobs += seen.jobs;
    afterId = seen.afterId;
  }
  return { builds, days, hours, hoursBehind, jobs, ...tally };
}
