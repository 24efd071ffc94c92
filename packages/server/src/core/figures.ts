import { Sketch } from './sketch.ts';

/** What figures need to know of one finished build. `result` indexes `buildResults`: SUCCESS, UNSTABLE, FAILURE, ABORTED, NOT_BUILT. */
export interface FigureRow {
  readonly result: number;
  readonly durationMs: number | null;
  readonly queueMs: number | null;
  readonly testsTotal: number | null;
  readonly testsFailed: number | null;
  readonly testsSkipped: number | null;
}

/** A build as columns keep it. */
export interface BucketedRow {
  result: number;
  durationMs: number;
  durationBucket: number;
  queueMs: number;
  queueBucket: number;
  testsTotal: number;
  testsFailed: number;
  testsSkipped: number;
}

const unstable = 1;
const failure = 2;

/** Sums over finished builds: addable, so that hours make days and days make any window. Durations are of SUCCESS, UNSTABLE and FAILURE builds. */
export class FigureSum {
  readonly byResult: [number, number, number, number, number] = [0, 0, 0, 0, 0];
  durationCount = 0;
  durationSum = 0;
  durationMax = 0;
  readonly durations = new Sketch();
  queueCount = 0;
  queueSum = 0;
  readonly queues = new Sketch();
  testsTotal = 0;
  testsFailed = 0;
  testsSkipped = 0;
  /** Milliseconds spent in UNSTABLE and FAILURE builds. */
  redMs = 0;

  /**
   * Adds a build whose durations were put into their buckets before; `null` is said by −1. Without `hasPercentiles`
   * everything but the percentiles is right, in half the time and a hundredth of the memory.
   */
  addBucketed(row: BucketedRow, hasPercentiles: boolean): void {
    const { durationMs, queueMs, result } = row;
    this.byResult[result as 0] += 1;
    if (result <= failure && durationMs >= 0) {
      this.durationCount += 1;
      this.durationSum += durationMs;
      if (durationMs > this.durationMax) this.durationMax = durationMs;
      if (hasPercentiles) this.durations.addBucket(row.durationBucket);
      if (result >= unstable) this.redMs += durationMs;
    }
    if (queueMs >= 0) {
      this.queueCount += 1;
      this.queueSum += queueMs;
      if (hasPercentiles) this.queues.addBucket(row.queueBucket);
    }
    this.testsTotal += row.testsTotal;
    this.testsFailed += row.testsFailed;
    this.testsSkipped += row.testsSkipped;
  }

  /** Adds all of another sum. */
  addAll(other: FigureSum): void {
    other.byResult.forEach((count, index) => {
      this.byResult[index as 0] += count;
    });
    this.durationCount += other.durationCount;
    this.durationSum += other.durationSum;
    this.durationMax = Math.max(this.durationMax, other.durationMax);
    this.durations.merge(other.durations);
    this.queueCount += other.queueCount;
    this.queueSum += other.queueSum;
    this.queues.merge(other.queues);
    this.testsTotal += other.testsTotal;
    this.testsFailed += other.testsFailed;
    this.testsSkipped += other.testsSkipped;
    this.redMs += other.redMs;
  }

  add(row: FigureRow): void {
    this.byResult[row.result as 0] += 1;
    if (row.result <= failure && row.durationMs !== null) {
      this.durationCount += 1;
      this.durationSum += row.durationMs;
      this.durationMax = Math.max(this.durationMax, row.durationMs);
      this.durations.add(row.durationMs);
      if (row.result >= unstable) this.redMs += row.durationMs;
    }
    if (row.queueMs !== null) {
      this.queueCount += 1;
      this.queueSum += row.queueMs;
      this.queues.add(row.queueMs);
    }
    this.testsTotal += row.testsTotal ?? 0;
    this.testsFailed += row.testsFailed ?? 0;
    this.testsSkipped += row.testsSkipped ?? 0;
  }
}

/** SUCCESS ÷ (SUCCESS + UNSTABLE + FAILURE); null when there is none of them. */
export function successRate(success: number, unstableCount: number, failureCount: number): number | null {
  const decided = success + unstableCount + failureCount;
  return decided === 0 ? null : success / decided;
}
