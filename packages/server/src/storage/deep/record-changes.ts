import type { Change } from '../../core/change-set.ts';
import { packChanges } from '../../core/pack-changes.ts';
import type { BuildChangesTable } from '../deep-tables.ts';
import { toFlag } from '../flag.ts';
import type { StepContext } from '../step-context.ts';

export interface ChangesToStore {
  readonly buildId: number;
  readonly changes: readonly Change[];
  readonly hasMore: boolean;
}

const mostChanges = 500;
const mostTextLength = 500;

function bounded({ commit, committedAtMs, message, author }: Change): Change {
  return {
    commit: commit?.slice(0, mostTextLength) ?? null,
    committedAtMs,
    message: message.slice(0, mostTextLength),
    author: author?.slice(0, mostTextLength) ?? null,
  };
}

/** Stores the changes of builds, at most 500 each, in place of what was there. */
export async function recordChanges(context: StepContext, builds: readonly ChangesToStore[]): Promise<void> {
  const { connectionId, statements, tx } = context;
  const rows = builds.map(
    ({ buildId, changes, hasMore }): BuildChangesTable => ({
      build_id: buildId,
      connection_id: connectionId,
      has_more: toFlag(hasMore || changes.length > mostChanges),
      changes: packChanges(changes.slice(0, mostChanges).map(bounded)),
    }),
  );
  await statements.insert(tx, 'build_changes', rows, (some) =>
    tx
      .insertInto('build_changes')
      .values(some)
      .onConflict((conflict) =>
        conflict.column('build_id').doUpdateSet((e) => ({
          has_more: e.ref('excluded.has_more'),
          changes: e.ref('excluded.changes'),
        })),
      ),
  );
}
