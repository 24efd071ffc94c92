import type { Build, BuildStages, Stage as ShownStage } from '@buildbutler/contract';
import { criticalPath } from '../core/critical-path.ts';
import type { Stage, StageStatus } from '../core/stage.ts';
import { readStages } from '../storage/deep/read-stages.ts';
import type { Database, Store } from '../storage/open-store.ts';
import { isoOrNull } from './build-view.ts';
import { deepStanding } from './deep-standing.ts';

function toShown(
  { startedAtMs, durationMs, pauseMs, errorMessage, ...stage }: Stage,
  addedMs: number | null | undefined,
): ShownStage {
  const times = { startedAt: isoOrNull(startedAtMs), duration: durationMs, pause: pauseMs };
  return { ...stage, ...times, error: errorMessage, isCritical: addedMs !== null && addedMs !== undefined };
}

const unfinished: readonly StageStatus[] = ['running', 'paused', 'queued', 'unknown'];

/** The stages of a build in short, all levels in the order in which they ran. */
export async function stagesInShort(db: Database, key: number): Promise<Build['stages']> {
  const stored = await readStages(db, key);
  return (stored?.stages ?? []).map(({ name, durationMs, status }) => ({
    name,
    duration: durationMs,
    result: unfinished.includes(status) ? null : status.toUpperCase(),
  }));
}

/** The stages of a build as a tree in a list, or why there are none. Throws `not_found`. */
export async function buildStages(store: Store, id: string): Promise<BuildStages> {
  const { key, standing } = await deepStanding(store, id, 'stages');
  const stored = await readStages(store.db, key);
  const stages = stored?.stages ?? [];
  const added = criticalPath(stages);
  return {
    data: stages.map((stage, position) => toShown(stage, added[position])),
    meta: { ...standing, source: stored?.source ?? null, complete: stored?.isComplete ?? false },
  };
}
