import { unpackStages } from '../../core/pack-stages.ts';
import type { Stage } from '../../core/stage.ts';
import type { Database } from '../open-store.ts';

export interface StoredStages {
  /** Parents before their children, as the controller told them. */
  readonly stages: readonly Stage[];
  readonly isComplete: boolean;
  readonly source: string | null;
}

async function namesOf(db: Database, table: 'stage_name' | 'agent', ids: Iterable<number>) {
  const wanted = [...ids];
  if (wanted.length === 0) return new Map<number, string>();
  const names = new Map<number, string>();
  for (let at = 0; at < wanted.length; at += 500) {
    const chunk = wanted.slice(at, at + 500);
    for (const { id, name } of await db.selectFrom(table).select(['id', 'name']).where('id', 'in', chunk).execute())
      names.set(id, name);
  }
  return names;
}

/** The stages of a build; null when none are stored. */
export async function readStages(db: Database, buildId: number): Promise<StoredStages | null> {
  const row = await db
    .selectFrom('build_stages')
    .select(['source', 'is_complete', 'stages'])
    .where('build_id', '=', buildId)
    .executeTakeFirst();
  if (row === undefined) return null;
  const nameIds = new Set<number>();
  const agentIds = new Set<number>();
  const note = (ids: Set<number>) => (id: number) => {
    ids.add(id);
    return '';
  };
  unpackStages(row.stages, { nameOf: note(nameIds), agentOf: note(agentIds) });
  const names = await namesOf(db, 'stage_name', nameIds);
  const agents = await namesOf(db, 'agent', agentIds);
  const stages = unpackStages(row.stages, {
    nameOf: (id) => names.get(id) ?? '?',
    agentOf: (id) => agents.get(id) ?? '?',
  });
  return { stages, isComplete: row.is_complete === 1, source: row.source };
}
