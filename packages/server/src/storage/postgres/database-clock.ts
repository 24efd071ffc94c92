import { sql } from 'kysely';
import type { Database } from '../store.ts';

/** The clock of the database server (epoch ms). */
export async function databaseNowMs(db: Database): Promise<number> {
  const { rows } = await sql<{
    now: number;
  }>`select floor(extract(epoch from clock_timestamp()) * 1000)::bigint as now`.execute(db);
  return rows[0]?.now ?? 0;
}
