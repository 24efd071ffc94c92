import type { Stage } from './stage.ts';
import { parentPositions } from './stage-path.ts';

export type TimedStage = Pick<Stage, 'id' | 'parentId' | 'startedAtMs' | 'durationMs'>;

interface Span {
  readonly position: number;
  readonly startMs: number;
  readonly endMs: number;
}

/** Clocks of agents and of the controller differ: stages that follow each other may seem to overlap by this much. */
const slackMs = 1_000;

function follows(next: Span, before: Span): boolean {
  const overlapMs = before.endMs - next.startMs;
  const shorterMs = Math.min(next.endMs - next.startMs, before.endMs - before.startMs);
  return overlapMs <= Math.min(slackMs, shorterMs / 2) && before.startMs < next.startMs;
}

/** Of neighbours, those that nothing else was waiting beside: from the one that ended last back to the first. */
function chainOf(spans: readonly Span[]): Span[] {
  const chain: Span[] = [];
  // The one that ends last; of equals, the one that took longer.
  const byEnd = [...spans].sort((a, b) => b.endMs - a.endMs || a.startMs - b.startMs);
  for (const span of byEnd) {
    const next = chain.at(-1);
    if (next === undefined || follows(next, span)) chain.push(span);
  }
  return chain;
}

/**
 * The critical path of a build, also through parallel branches: for every stage the milliseconds that it adds itself,
 * without those of critical stages within it; null = it does not lie on the path, so the build would not have ended
 * earlier without it. Stages that took no time or have not ended do not count.
 */
export function criticalPath(stages: readonly TimedStage[]): (number | null)[] {
  const parents = parentPositions(stages);
  const within = new Map<number, Span[]>();
  for (const [position, { startedAtMs, durationMs }] of stages.entries()) {
    if (startedAtMs === null || durationMs === null || durationMs <= 0) continue;
    const span = { position, startMs: startedAtMs, endMs: startedAtMs + durationMs };
    const parent = parents[position] ?? -1;
    const siblings = within.get(parent);
    if (siblings === undefined) within.set(parent, [span]);
    else siblings.push(span);
  }
  const added = new Array<number | null>(stages.length).fill(null);
  const open = [-1];
  for (let parent = open.pop(); parent !== undefined; parent = open.pop()) {
    for (const { position, startMs, endMs } of chainOf(within.get(parent) ?? [])) {
      const ownMs = endMs - startMs;
      added[position] = ownMs;
      const left = added[parent];
      if (left !== undefined && left !== null) added[parent] = Math.max(0, left - ownMs);
      open.push(position);
    }
  }
  return added;
}
