import type { Connection } from '@buildbutler/contract';
import { AppError } from '../core/app-error.ts';
import { hourMs } from '../core/calendar.ts';
import { connectionOverviews, emptyOverview } from '../storage/connection-overview.ts';
import { findConnectionRow } from '../storage/connection-repository.ts';
import type { Database } from '../storage/open-store.ts';
import type { ConnectionRow } from '../storage/tables.ts';
import type { OperationContext } from './context.ts';
import { presentConnection } from './present-connection.ts';

/** The stored connection. Throws `not_found`. */
export async function requireConnectionRow(db: Database, id: number): Promise<ConnectionRow> {
  const row = await findConnectionRow(db, id);
  if (row === null) throw new AppError('not_found', `There is no connection ${id}.`);
  return row;
}

/** Connections with their states, as the API shows them. */
export async function presentRows(ctx: OperationContext, rows: readonly ConnectionRow[]): Promise<Connection[]> {
  const loadHourMs = Math.floor(ctx.clock.nowMs() / hourMs) * hourMs;
  const overviews = await connectionOverviews(
    ctx.store.db,
    rows.map(({ id }) => id),
    { loadHourMs },
  );
  const { verifiesTlsByDefault } = ctx;
  return rows.map((row) =>
    presentConnection(row, overviews.get(row.id) ?? emptyOverview, { verifiesTlsByDefault, loadHourMs }),
  );
}

/** One connection as the API shows it. Throws `not_found`. */
export async function readConnection(ctx: OperationContext, id: number): Promise<Connection> {
  const [connection] = await presentRows(ctx, [await requireConnectionRow(ctx.store.db, id)]);
  if (connection === undefined) throw new AppError('not_found', `There is no connection ${id}.`);
  return connection;
}

/** How the audit log names a connection. */
export const auditName = ({ id, name }: Pick<ConnectionRow, 'id' | 'name'>) => `connection ${id} (${name})`;

/** The place of a connection's token, which its sealed form is bound to. */
export const tokenPlace = (id: number) => `connection:${id}:token`;
