import type { Build, Job } from './truth/item.ts';

/** How many build records the controller had to touch. */
export interface Loads {
  /** Parsed from disk: the first touch since the start or the last eviction. */
  cold: number;
  /** Found in memory. */
  warm: number;
}

/**
 * Reads builds as Jenkins' lazy run map does and counts what that costs: a record is parsed on the first touch and then
 * held softly. Every reading of a build by the API goes through here.
 */
export class RecordLoads {
  readonly total: Loads = { cold: 0, warm: 0 };
  /** Numbers by job. */
  #inMemory = new Map<number, Set<number>>();

  /** The build, or null when there is none or its record cannot be read. */
  load(job: Job, number: number | undefined): Build | null {
    const build = number === undefined ? undefined : job.builds.peek(number);
    if (build === undefined) return null;
    this.touch(job, build.number);
    return build;
  }

  touch(job: Job, number: number): void {
    if (this.isInMemory(job, number)) {
      this.total.warm++;
      return;
    }
    this.total.cold++;
    const numbers = this.#inMemory.get(job.uid) ?? new Set();
    this.#inMemory.set(job.uid, numbers.add(number));
  }

  isInMemory(job: Job, number: number): boolean {
    return this.#inMemory.get(job.uid)?.has(number) === true;
  }

  /** What memory pressure or a restart does: every record is cold again. */
  evict(): void {
    this.#inMemory = new Map();
  }

  reset(): void {
    this.total.cold = 0;
    this.total.warm = 0;
  }
}
