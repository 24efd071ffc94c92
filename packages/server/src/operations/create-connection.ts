import { type Connection, type ConnectionInput, routes } from '@buildbutler/contract';
import {
  clearConnectionProblem,
  findRemovedConnection,
  insertConnection,
  updateConnectionRow,
} from '../storage/connection-repository.ts';
import type { DatabaseTransaction } from '../storage/open-store.ts';
import { authorise } from './authorise.ts';
import { checkForm, columnsOf } from './connection-form.ts';
import { requireFreeName, requireUnlocked } from './connection-rules.ts';
import type { OperationContext } from './context.ts';
import { forgetRemoval, isHistoryGoing } from './finish-removals.ts';
import { auditName, readConnection, tokenPlace } from './read-connection.ts';
import { recordAudit } from './record-audit.ts';

type Columns = ReturnType<typeof columnsOf>;

/** A controller that was removed before gets its kept history back: imported anew, every build would count twice. */
async function insertOrTakeUp(tx: DatabaseTransaction, columns: Columns, nowMs: number): Promise<number> {
  const removed = await findRemovedConnection(tx, columns.base_url);
  const stamps = { created_at_ms: nowMs, updated_at_ms: nowMs, deleted_at_ms: null };
  if (removed === null || (await isHistoryGoing(tx, removed.id))) {
    return insertConnection(tx, { ...columns, ...stamps, token_sealed: null });
  }
  await updateConnectionRow(tx, removed.id, { ...columns, ...stamps });
  await clearConnectionProblem(tx, removed.id);
  await forgetRemoval(tx, removed.id);
  return removed.id;
}

/** Adds a Jenkins instance, tested or not; its first sync starts at once. Throws `conflict`, `unprocessable`, `unavailable`. */
export async function createConnection(ctx: OperationContext, input: ConnectionInput): Promise<Connection> {
  authorise(ctx.principal, routes.createConnection.access);
  requireUnlocked(ctx);
  const { token, ...given } = input;
  const form = checkForm(given);
  const id = await ctx.store.transaction(async (tx) => {
    await requireFreeName(tx, form.name, null);
    const newId = await insertOrTakeUp(tx, columnsOf(form), ctx.clock.nowMs());
    await updateConnectionRow(tx, newId, { token_sealed: ctx.secrets.seal(token, tokenPlace(newId)) });
    const subject = auditName({ id: newId, name: form.name });
    await recordAudit(ctx, tx, { action: 'connection.created', subject, detail: `${form.url} as ${form.username}` });
    return newId;
  });
  await ctx.connectionsChanged();
  return readConnection(ctx, id);
}
