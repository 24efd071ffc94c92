import { type Connection, type ConnectionPatch, routes } from '@buildbutler/contract';
import { updateConnectionRow } from '../storage/connection-repository.ts';
import type { ConnectionRow } from '../storage/tables.ts';
import { authorise } from './authorise.ts';
import { type ConnectionForm, checkForm, columnsOf, type FieldFault, formOf, refuseFaults } from './connection-form.ts';
import { requireFreeName, requireUnlocked } from './connection-rules.ts';
import type { OperationContext } from './context.ts';
import { auditName, readConnection, requireConnectionRow, tokenPlace } from './read-connection.ts';
import { recordAudit } from './record-audit.ts';

export interface UpdateConnectionInput {
  readonly id: number;
  readonly change: ConnectionPatch;
}

const guarded = [
  ['url', 'the URL'],
  ['username', 'the user name'],
  ['tlsMode', 'the TLS mode'],
  // Whoever is trusted decides who may stand between us and Jenkins.
  ['caCertificate', 'the CA certificate'],
] as const;

function merge(form: ConnectionForm, { token: _token, ...change }: ConnectionPatch): ConnectionForm {
  const given = Object.entries(change).filter(([, value]) => value !== undefined);
  return { ...form, ...(Object.fromEntries(given) as Partial<ConnectionForm>) };
}

/** Whoever points a stored token at another server could read it there: it has to be entered again. */
function faultsOfToken(before: ConnectionForm, after: ConnectionForm, token: string | undefined): FieldFault[] {
  if (token !== undefined) return [];
  const changed = guarded.filter(([field]) => before[field] !== after[field]).map(([, words]) => words);
  if (changed.length === 0) return [];
  return [{ path: 'token', message: `Enter the API token again, because ${changed.join(' and ')} changed.` }];
}

function changedFields(row: ConnectionRow, after: ConnectionForm, token: string | undefined): string[] {
  const before = formOf(row);
  const fields = (Object.keys(before) as (keyof ConnectionForm)[]).filter(
    (field) => JSON.stringify(before[field]) !== JSON.stringify(after[field]),
  );
  return token === undefined ? fields : [...fields, 'token'];
}

/**
 * Changes a connection; absent members stay. A new URL, user name, TLS mode or CA certificate needs the token again.
 * Throws `not_found`, `conflict`, `unprocessable`, `unavailable`.
 */
export async function updateConnection(
  ctx: OperationContext,
  { id, change }: UpdateConnectionInput,
): Promise<Connection> {
  authorise(ctx.principal, routes.updateConnection.access);
  requireUnlocked(ctx);
  const { token } = change;
  const fields = await ctx.store.transaction(async (tx) => {
    const row = await requireConnectionRow(tx, id);
    const before = formOf(row);
    const form = checkForm(merge(before, change));
    refuseFaults(faultsOfToken(before, form, token));
    await requireFreeName(tx, form.name, id);
    const changed = changedFields(row, form, token);
    if (changed.length === 0) return changed;
    const sealed = token === undefined ? {} : { token_sealed: ctx.secrets.seal(token, tokenPlace(id)) };
    await updateConnectionRow(tx, id, { ...columnsOf(form), ...sealed, updated_at_ms: ctx.clock.nowMs() });
    const detail = `changed ${changed.join(', ')}`;
    await recordAudit(ctx, tx, { action: 'connection.updated', subject: auditName({ id, name: form.name }), detail });
    return changed;
  });
  if (fields.length > 0) await ctx.connectionsChanged();
  return readConnection(ctx, id);
}
