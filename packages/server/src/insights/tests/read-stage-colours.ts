import { unpackStages } from '../../core/pack-stages.ts';
import type { StageStatus } from '../../core/stage.ts';
import type { Database } from '../../storage/open-store.ts';

const idsPerStatement = 200;
const green: ReadonlySet<StageStatus> = new Set(['success']);
const red: ReadonlySet<StageStatus> = new Set(['failure', 'unstable']);

async function packedStages(db: Database, buildIds: readonly number[]): Promise<Map<number, Uint8Array>> {
  const packed = new Map<number, Uint8Array>();
  for (let at = 0; at < buildIds.length; at += idsPerStatement) {
    const rows = await db
      .selectFrom('build_stages')
      .select(['build_id', 'stages'])
      .where('build_id', 'in', buildIds.slice(at, at + idsPerStatement))
      .execute();
    for (const { build_id, stages } of rows) packed.set(build_id, stages);
  }
  return packed;
}

/** Which stages of builds were green (`true`) and which red, by name; what neither passed nor failed is absent. */
export async function readStageColours(
  db: Database,
  buildIds: ReadonlySet<number>,
): Promise<ReadonlyMap<number, ReadonlyMap<string, boolean>>> {
  const packed = await packedStages(db, [...buildIds]);
  const byId = new Map<number, Map<number, boolean>>();
  const nameIds = new Set<number>();
  for (const [id, bytes] of packed) {
    const colours = new Map<number, boolean>();
    const stages = unpackStages(bytes, { nameOf: (nameId) => String(nameId), agentOf: () => '' });
    for (const { kind, name, status } of stages) {
      if (kind === 'synthetic' || !(green.has(status) || red.has(status))) continue;
      nameIds.add(Number(name));
      // A name that stands in a build more than once is red when one of them is.
      colours.set(Number(name), green.has(status) && colours.get(Number(name)) !== false);
    }
    byId.set(id, colours);
  }
  const names = new Map<number, string>();
  const wanted = [...nameIds];
  for (let at = 0; at < wanted.length; at += idsPerStatement) {
    const some = wanted.slice(at, at + idsPerStatement);
    for (const { id, name } of await db
      .selectFrom('stage_name')
      .select(['id', 'name'])
      .where('id', 'in', some)
      .execute())
      names.set(id, name);
  }
  return new Map(
    [...byId].map(([id, colours]) => [id, new Map([...colours].map(([name, is]) => [names.get(name) ?? '?', is]))]),
  );
}
