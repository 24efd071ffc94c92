import type { CollectedBuild } from '../core/build.ts';
import type { QueueItem } from '../jenkins/controller.ts';

const mostItems = 20_000;
const dayMs = 86_400_000;

/** Remembers since when items were in the queue, for builds of controllers without the metrics plugin. */
export class QueueTimes {
  readonly #sinceMs = new Map<number, number>();

  note(items: readonly QueueItem[], nowMs: number): void {
    for (const { id, inQueueSinceMs } of items) if (!this.#sinceMs.has(id)) this.#sinceMs.set(id, inQueueSinceMs);
    // Insertion order is age: the oldest items come first.
    for (const [id, sinceMs] of this.#sinceMs) {
      if (this.#sinceMs.size <= mostItems && nowMs - sinceMs < dayMs) break;
      this.#sinceMs.delete(id);
    }
  }

  /** The build with its time in the queue, if the controller did not tell it and its item was seen. */
  complete(build: CollectedBuild): CollectedBuild {
    if (build.queueMs !== null || build.queueId === null) return build;
    const sinceMs = this.#sinceMs.get(build.queueId);
    return sinceMs === undefined ? build : { ...build, queueMs: Math.max(0, build.startedAtMs - sinceMs) };
  }
}
