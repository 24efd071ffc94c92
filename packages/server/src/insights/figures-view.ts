import type { Figures } from '@buildbutler/contract';
import { type FigureSum, successRate } from '../core/figures.ts';

const average = (sum: number, count: number) => (count === 0 ? null : Math.round(sum / count));

/** Figures as the API shows them. `percentiles` may stand in exact values for those of the sketch. */
export function toFigures(sum: FigureSum): Figures {
  const [success, unstable, failure, aborted, notBuilt] = sum.byResult;
  const capped = (value: number | null) => (value === null ? null : Math.min(value, sum.durationMax));
  const passed = Math.max(0, sum.testsTotal - sum.testsFailed - sum.testsSkipped);
  return {
    builds: success + unstable + failure + aborted + notBuilt,
    byResult: { SUCCESS: success, UNSTABLE: unstable, FAILURE: failure, ABORTED: aborted, NOT_BUILT: notBuilt },
    successRate: successRate(success, unstable, failure),
    duration: {
      avg: average(sum.durationSum, sum.durationCount),
      p50: capped(sum.durations.percentile(0.5)),
      p90: capped(sum.durations.percentile(0.9)),
      p95: capped(sum.durations.percentile(0.95)),
      max: sum.durationCount === 0 ? null : sum.durationMax,
    },
    queueTime: {
      avg: average(sum.queueSum, sum.queueCount),
      p50: sum.queues.percentile(0.5),
      p95: sum.queues.percentile(0.95),
    },
    tests: {
      total: sum.testsTotal,
      passed,
      failed: sum.testsFailed,
      skipped: sum.testsSkipped,
      passRate: sum.testsTotal === 0 ? null : passed / sum.testsTotal,
    },
    minutesBurnt: Math.round((sum.redMs / 60_000) * 10) / 10,
  };
}
