import type { CollectedBuild } from '../core/build.ts';

const delaysMs = [60_000, 600_000, 3_600_000] as const;
const mostBuilds = 2_000;

interface PartialBuild {
  readonly jobId: number;
  readonly number: number;
  looks: number;
  nextLookAtMs: number;
}

/** Finished builds that were stored without what a failing plugin kept back: read again a few times, for it may have been a hiccup. */
export class PartialBuilds {
  readonly #builds = new Map<string, PartialBuild>();

  note(jobId: number, { number, isPartial }: CollectedBuild, nowMs: number): void {
    const key = `${jobId}:${number}`;
    const known = this.#builds.get(key);
    if (isPartial !== true) this.#builds.delete(key);
    else if (known === undefined && this.#builds.size < mostBuilds)
      this.#builds.set(key, { jobId, number, looks: 0, nextLookAtMs: nowMs + delaysMs[0] });
  }

  /** Builds to be read once more now, for another reason. */
  again(jobId: number, numbers: readonly number[], nowMs: number): void {
    for (const number of numbers)
      this.#builds.set(`${jobId}:${number}`, { jobId, number, looks: delaysMs.length - 1, nextLookAtMs: nowMs });
  }

  /** A look was made, whatever it showed: what is still partial waits for the next, or is left as it is. */
  looked(jobId: number, numbers: readonly number[], nowMs: number): void {
    for (const number of numbers) {
      const key = `${jobId}:${number}`;
      const build = this.#builds.get(key);
      if (build === undefined) continue;
      build.looks += 1;
      const delayMs = delaysMs[build.looks];
      if (delayMs === undefined) this.#builds.delete(key);
      else build.nextLookAtMs = nowMs + delayMs;
    }
  }

  nextDueMs(afterMs: number): number | null {
    let dueMs: number | null = null;
    for (const { nextLookAtMs } of this.#builds.values())
      if (nextLookAtMs > afterMs && (dueMs === null || nextLookAtMs < dueMs)) dueMs = nextLookAtMs;
    return dueMs;
  }

  /** Builds to read again now, by job. */
  due(nowMs: number): Map<number, number[]> {
    const byJob = new Map<number, number[]>();
    for (const { jobId, number, nextLookAtMs } of this.#builds.values())
      if (nextLookAtMs <= nowMs) byJob.set(jobId, [...(byJob.get(jobId) ?? []), number]);
    return byJob;
  }
}
