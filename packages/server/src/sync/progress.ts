import type { SyncPhase } from '../core/connection.ts';
import type { JobStage } from './job-stage.ts';

const order: readonly SyncPhase[] = ['waiting', 'mapping', 'latest', 'recent', 'older', 'done'];

/** The phase of a first import; it only moves on, and once done it stays done. */
export function nextPhase(phase: SyncPhase, hasWork: (stage: JobStage) => boolean): SyncPhase {
  if (phase === 'done') return 'done';
  const found: SyncPhase =
    hasWork('facts') || hasWork('latest')
      ? 'latest'
      : hasWork('recent')
        ? 'recent'
        : hasWork('older') || hasWork('numbers')
          ? 'older'
          : 'done';
  return order.indexOf(found) > order.indexOf(phase) ? found : phase;
}

interface Sample {
  readonly atMs: number;
  readonly left: number;
}

const windowMs = 300_000;
const spacingMs = 5_000;
const leastMs = 3_000;
const grownBy = 1.05;
const fewMore = 20;

/** Tells how long what is left takes, from how fast it shrank in the last five minutes. */
export class Eta {
  #samples: Sample[] = [];

  note(atMs: number, left: number): void {
    const newest = this.#samples.at(-1);
    // Much more to do than before is another kind of work: what came before says nothing about its pace.
    if (newest !== undefined && left > newest.left * grownBy + fewMore) this.#samples = [];
    if (newest !== undefined && atMs - newest.atMs < spacingMs && this.#samples.length > 1) this.#samples.pop();
    this.#samples.push({ atMs, left });
    this.#samples = this.#samples.filter((sample) => atMs - sample.atMs <= windowMs);
  }

  /** Whole seconds; null while nothing is left or nothing is known. */
  seconds(): number | null {
    const oldest = this.#samples[0];
    const newest = this.#samples.at(-1);
    if (oldest === undefined || newest === undefined || newest.left === 0) return null;
    const elapsedMs = newest.atMs - oldest.atMs;
    const gained = oldest.left - newest.left;
    if (elapsedMs < leastMs || gained <= 0) return null;
    return Math.ceil((newest.left * elapsedMs) / gained / 1_000);
  }
}
