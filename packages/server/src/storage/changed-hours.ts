import { hourMs } from '../core/calendar.ts';
import { advanceCounter } from './advance-counter.ts';
import type { Database, DatabaseTransaction } from './database.ts';

/** Stands for all hours. */
const everyHour = -1;

export const hourOf = (startedAtMs: number) => Math.floor(startedAtMs / hourMs) * hourMs;

async function mark(tx: DatabaseTransaction, hours: readonly number[]): Promise<void> {
  // Locked until the transaction ends, so that versions become visible in their order and none is overlooked.
  const version = (await advanceCounter(tx, 'changed_hours', 1)) + 1;
  for (let at = 0; at < hours.length; at += 500) {
    const rows = hours.slice(at, at + 500).map((hour_ms) => ({ hour_ms, version }));
    await tx
      .insertInto('changed_hour')
      .values(rows)
      .onConflict((conflict) => conflict.column('hour_ms').doUpdateSet((e) => ({ version: e.ref('excluded.version') })))
      .execute();
  }
}

/**
 * Notes that finished builds which started at these instants have changed in what figures are made of: the last thing
 * that a transaction does before it ends. Instants of one hour count once.
 */
export async function markChanged(tx: DatabaseTransaction, startedAtMs: Iterable<number>): Promise<void> {
  const hours = [...new Set(Array.from(startedAtMs, hourOf))].sort((a, b) => a - b);
  if (hours.length > 0) await mark(tx, hours);
}

/** Notes that anything may have changed. */
export function markAllChanged(tx: DatabaseTransaction): Promise<void> {
  return mark(tx, [everyHour]);
}

export interface ChangesSeen {
  readonly version: number;
  /** First instants of the hours that have changed; `all` = any. */
  readonly hours: readonly number[] | 'all';
}

/** What has changed since a version. Cheap when nothing has. */
export async function changesSince(db: Database, seen: number | null): Promise<ChangesSeen> {
  const row = await db
    .selectFrom('counter')
    .select('value')
    .where('name', '=', 'changed_hours')
    .executeTakeFirstOrThrow();
  if (seen === null || row.value < seen) return { version: row.value, hours: 'all' };
  if (row.value === seen) return { version: seen, hours: [] };
  const rows = await db.selectFrom('changed_hour').select(['hour_ms', 'version']).where('version', '>', seen).execute();
  const version = rows.reduce((most, some) => Math.max(most, some.version), row.value);
  const hours = rows.map(({ hour_ms }) => hour_ms);
  return { version, hours: hours.includes(everyHour) ? 'all' : hours };
}
