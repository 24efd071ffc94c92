import type { CollectedBuild } from '../core/build.ts';
import { nextLookMs } from './delays.ts';

/** A build stored as running. */
interface OpenBuild {
  readonly jobId: number;
  readonly number: number;
  /** Null = on an executor when last looked. */
  nextLookAtMs: number | null;
  seenAtMs: number;
  looks: number;
  /** 404 when last looked: others watch whether it comes back. */
  isAbsent: boolean;
  /** What is stored of it, to write only what changed. */
  stored: string | null;
}

const staleAfterMs = 60_000;
/** Time for a build that was found by its number to show up on an executor. */
const graceMs = 15_000;

const keyOf = (jobId: number, number: number) => `${jobId}:${number}`;

/** What of a running build is worth writing again. */
function digestOf(build: CollectedBuild): string {
  const { displayName, description, branch, commit, agent, queueMs, estimatedDurationMs, tests, keepLog } = build;
  return JSON.stringify([
    displayName,
    description,
    branch,
    commit,
    agent,
    queueMs,
    estimatedDurationMs,
    tests,
    keepLog,
  ]);
}

/** Follows running builds until their final record is stored. */
export class OpenBuilds {
  readonly #builds = new Map<string, OpenBuild>();

  get size(): number {
    return this.#builds.size;
  }

  has(jobId: number, number: number): boolean {
    return this.#builds.has(keyOf(jobId, number));
  }

  /** Stored as running by an earlier run: the next look at the executors tells whether it still does. */
  resume(jobId: number, number: number, nowMs: number): void {
    const build = { jobId, number, nextLookAtMs: nowMs + graceMs, seenAtMs: nowMs, looks: 0 };
    this.#builds.set(keyOf(jobId, number), { ...build, isAbsent: false, stored: null });
  }

  /** Found running by its number or in a list; once more, if it was known already. */
  found(jobId: number, build: CollectedBuild, nowMs: number): void {
    const key = keyOf(jobId, build.number);
    const known = this.#builds.get(key);
    const stored = digestOf(build);
    if (known === undefined) {
      this.resume(jobId, build.number, nowMs);
      this.#builds.set(key, { ...(this.#builds.get(key) as OpenBuild), stored });
    } else {
      const nextLookAtMs = nowMs + nextLookMs(known.looks);
      this.#builds.set(key, { ...known, nextLookAtMs, looks: known.looks + 1, isAbsent: false, stored });
    }
  }

  /** True when writing this running build would change what is stored. */
  isNews(jobId: number, build: CollectedBuild): boolean {
    return this.#builds.get(keyOf(jobId, build.number))?.stored !== digestOf(build);
  }

  /** It is on an executor now. */
  seen(jobId: number, build: CollectedBuild, nowMs: number): void {
    this.#builds.set(keyOf(jobId, build.number), {
      jobId,
      number: build.number,
      nextLookAtMs: null,
      seenAtMs: nowMs,
      looks: 0,
      isAbsent: false,
      stored: digestOf(build),
    });
  }

  /** After a look at all executors: whatever was not seen in it has left, and its final record is due. */
  leftExecutors(nowMs: number): void {
    for (const build of this.#builds.values()) {
      if (build.seenAtMs === nowMs || build.isAbsent) continue;
      if (build.nextLookAtMs === null || build.looks === 0) build.nextLookAtMs = nowMs;
    }
  }

  /** The controller does not know it (any more). */
  absent(jobId: number, number: number): void {
    const build = this.#builds.get(keyOf(jobId, number));
    if (build !== undefined) build.isAbsent = true;
  }

  close(jobId: number, number: number): void {
    this.#builds.delete(keyOf(jobId, number));
  }

  closeAllOf(jobId: number): readonly number[] {
    const closed = [...this.#builds.values()].filter((build) => build.jobId === jobId).map(({ number }) => number);
    for (const number of closed) this.close(jobId, number);
    return closed;
  }

  /** The next moment after this one at which a build has to be looked at by its number (epoch ms); null = none. */
  nextDueMs(afterMs: number): number | null {
    let dueMs: number | null = null;
    for (const build of this.#builds.values()) {
      if (build.isAbsent) continue;
      const atMs = build.nextLookAtMs ?? build.seenAtMs + staleAfterMs;
      if (atMs > afterMs && (dueMs === null || atMs < dueMs)) dueMs = atMs;
    }
    return dueMs;
  }

  /** Builds to look at now, by job. */
  due(nowMs: number): Map<number, number[]> {
    const byJob = new Map<number, number[]>();
    for (const { jobId, number, nextLookAtMs, seenAtMs, isAbsent } of this.#builds.values()) {
      if (isAbsent || (nextLookAtMs ?? seenAtMs + staleAfterMs) > nowMs) continue;
      byJob.set(jobId, [...(byJob.get(jobId) ?? []), number]);
    }
    return byJob;
  }

  /** A look failed: not before the next delay. */
  postpone(jobId: number, number: number, nowMs: number): void {
    const build = this.#builds.get(keyOf(jobId, number));
    if (build === undefined) return;
    build.nextLookAtMs = nowMs + nextLookMs(build.looks);
    build.looks += 1;
  }
}
