import type { StepContext } from './step-context.ts';

/** Dictionaries of the whole store, and of one connection. */
type SharedTable = 'branch' | 'agent';
type OwnTable = 'stage_name' | 'queue_reason';

const namesPerStatement = 250;

function unknownOf({ names }: StepContext, scope: string, wanted: Iterable<string>): string[] {
  return [...new Set(wanted)].filter((name) => names.get(scope, name) === undefined);
}

function chunksOf(names: readonly string[]): string[][] {
  const count = Math.ceil(names.length / namesPerStatement);
  return Array.from({ length: count }, (_, index) =>
    names.slice(index * namesPerStatement, (index + 1) * namesPerStatement),
  );
}

function numbersOf(context: StepContext, scope: string, wanted: Iterable<string>): ReadonlyMap<string, number> {
  return new Map([...new Set(wanted)].map((name) => [name, context.names.get(scope, name) ?? 0]));
}

/** Ids for names of a dictionary of the whole store; unknown names are added. */
export async function idsOfNames(
  context: StepContext,
  table: SharedTable,
  names: Iterable<string | null>,
): Promise<ReadonlyMap<string, number>> {
  const wanted = [...names].filter((name): name is string => name !== null);
  for (const chunk of chunksOf(unknownOf(context, table, wanted))) {
    await context.tx
      .insertInto(table)
      .values(chunk.map((name) => ({ name })))
      .onConflict((conflict) => conflict.column('name').doNothing())
      .execute();
    const rows = await context.tx.selectFrom(table).select(['id', 'name']).where('name', 'in', chunk).execute();
    for (const { id, name } of rows) context.names.set(table, name, id);
  }
  return numbersOf(context, table, wanted);
}

/** Ids for names of a dictionary of the step's connection; unknown names are added. */
export async function idsOfOwnNames(
  context: StepContext,
  table: OwnTable,
  names: Iterable<string>,
): Promise<ReadonlyMap<string, number>> {
  const { tx, connectionId } = context;
  const wanted = [...names];
  const scope = `${table}:${connectionId}`;
  for (const chunk of chunksOf(unknownOf(context, scope, wanted))) {
    await tx
      .insertInto(table)
      .values(chunk.map((name) => ({ connection_id: connectionId, name })))
      .onConflict((conflict) => conflict.columns(['connection_id', 'name']).doNothing())
      .execute();
    const rows = await tx
      .selectFrom(table)
      .select(['id', 'name'])
      .where('connection_id', '=', connectionId)
      .where('name', 'in', chunk)
      .execute();
    for (const { id, name } of rows) context.names.set(scope, name, id);
  }
  return numbersOf(context, scope, wanted);
}
