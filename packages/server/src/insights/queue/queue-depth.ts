import type { Window } from '../../core/window.ts';
import type { Wait } from './read-waits.ts';

export interface DepthStep {
  readonly atMs: number;
  /** Average over the step. */
  readonly waiting: number;
  readonly most: number;
}

const steps = 200;
const shortestStepMs = 1_000;

/** Instants at which somebody came and at which somebody left, each in their order: without objects, so that they sort fast. */
function turnsOf(waits: readonly Wait[], { sinceMs, untilMs }: Window): { came: Float64Array; left: Float64Array } {
  const came = new Float64Array(waits.length);
  const left = new Float64Array(waits.length);
  let count = 0;
  for (const { enteredAtMs, leftAtMs } of waits) {
    const from = Math.max(sinceMs, enteredAtMs);
    const to = Math.min(untilMs, leftAtMs ?? untilMs);
    if (from >= to) continue;
    came[count] = from;
    left[count] = to;
    count += 1;
  }
  return { came: came.subarray(0, count).sort(), left: left.subarray(0, count).sort() };
}

/** How many waited over a window: the average and the most of each of at most 200 steps of equal length. */
export function depthOf(waits: readonly Wait[], window: Window): DepthStep[] {
  const stepMs = Math.max(shortestStepMs, Math.ceil((window.untilMs - window.sinceMs) / steps));
  const { came, left } = turnsOf(waits, window);
  const depth: DepthStep[] = [];
  let waiting = 0;
  let nextCame = 0;
  let nextLeft = 0;
  for (let from = window.sinceMs; from < window.untilMs; from += stepMs) {
    const to = Math.min(window.untilMs, from + stepMs);
    let most = waiting;
    let sum = 0;
    let lastMs = from;
    for (;;) {
      const cameAt = came[nextCame] ?? Number.POSITIVE_INFINITY;
      const leftAt = left[nextLeft] ?? Number.POSITIVE_INFINITY;
      const atMs = Math.min(cameAt, leftAt);
      if (atMs >= to) break;
      sum += waiting * (atMs - lastMs);
      lastMs = atMs;
      // Who leaves makes room before who comes in the same millisecond.
      if (leftAt <= cameAt) {
        waiting -= 1;
        nextLeft += 1;
      } else {
        waiting += 1;
        nextCame += 1;
        most = Math.max(most, waiting);
      }
    }
    sum += waiting * (to - lastMs);
    depth.push({ atMs: from, waiting: sum / (to - from), most });
  }
  return depth;
}
