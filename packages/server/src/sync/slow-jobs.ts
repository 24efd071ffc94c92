const firstPauseMs = 600_000;
const mostPauseMs = 86_400_000;

/** Jobs whose stages took so long that the request was given up: asked again after pauses that double. */
export class SlowJobs {
  readonly #jobs = new Map<number, { readonly timeouts: number; readonly untilMs: number }>();

  /** Epoch ms until which the job is left alone; 0 = it is not slow. */
  untilMs(jobId: number): number {
    return this.#jobs.get(jobId)?.untilMs ?? 0;
  }

  note(jobId: number, hasTimedOut: boolean, nowMs: number): void {
    if (!hasTimedOut) {
      this.#jobs.delete(jobId);
      return;
    }
    const timeouts = (this.#jobs.get(jobId)?.timeouts ?? 0) + 1;
    const pauseMs = Math.min(mostPauseMs, firstPauseMs * 2 ** Math.min(20, timeouts - 1));
    this.#jobs.set(jobId, { timeouts, untilMs: nowMs + pauseMs });
  }
}
