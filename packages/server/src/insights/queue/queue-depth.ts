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

interface Turn {
  readonly atMs: number;
  readonly by: 1 | -1;
}

function turnsOf(waits: readonly Wait[], { sinceMs, untilMs }: Window): Turn[] {
  const turns: Turn[] = [];
  for (const { enteredAtMs, leftAtMs } of waits) {
    const from = Math.max(sinceMs, enteredAtMs);
    const to = Math.min(untilMs, leftAtMs ?? untilMs);
    if (from >= to) continue;
    turns.push({ atMs: from, by: 1 }, { atMs: to, by: -1 });
  }
  // Who leaves makes room before who comes in the same millisecond.
  return turns.sort((a, b) => a.atMs - b.atMs || a.by - b.by);
}

/** How many waited over a window: the average and the most of each of at most 200 steps of equal length. */
export function depthOf(waits: readonly Wait[], window: Window): DepthStep[] {
  const stepMs = Math.max(shortestStepMs, Math.ceil((window.untilMs - window.sinceMs) / steps));
  const turns = turnsOf(waits, window);
  const depth: DepthStep[] = [];
  let waiting = 0;
  let next = 0;
  for (let from = window.sinceMs; from < window.untilMs; from += stepMs) {
    const to = Math.min(window.untilMs, from + stepMs);
    let most = waiting;
    let sum = 0;
    let lastMs = from;
    for (let turn = turns[next]; turn !== undefined && turn.atMs < to; next += 1, turn = turns[next]) {
      sum += waiting * (turn.atMs - lastMs);
      lastMs = turn.atMs;
      waiting += turn.by;
      most = Math.max(most, waiting);
    }
    sum += waiting * (to - lastMs);
    depth.push({ atMs: from, waiting: sum / (to - from), most });
  }
  return depth;
}
