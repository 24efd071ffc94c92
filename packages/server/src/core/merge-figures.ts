import type { FigureSum } from './figures.ts';

/** Adds all of `part` to `whole`. */
export function mergeFigures(whole: FigureSum, part: FigureSum): void {
  part.byResult.forEach((count, index) => {
    whole.byResult[index as 0] += count;
  });
  whole.durationCount += part.durationCount;
  whole.durationSum += part.durationSum;
  whole.durationMax = Math.max(whole.durationMax, part.durationMax);
  whole.durations.merge(part.durations);
  whole.queueCount += part.queueCount;
  whole.queueSum += part.queueSum;
  whole.queues.merge(part.queues);
  whole.testsTotal += part.testsTotal;
  whole.testsFailed += part.testsFailed;
  whole.testsSkipped += part.testsSkipped;
  whole.redMs += part.redMs;
}
