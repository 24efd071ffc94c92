import pg from 'pg';
import { postgresTraits, spell } from '../dialect.ts';
import { migrations } from '../migrations/index.ts';
import { newerSchemaProblem } from '../newer-schema-problem.ts';
import { StoreProblem } from '../storage-problem.ts';
import { driverUrl } from './driver-url.ts';
import { connectProblem, postgresProblem } from './postgres-problem.ts';

/** Any number that no other program on the same database would take: "BuildBut" in ASCII, cut to 63 bits. */
const lockKey = '4779510930434717044';
const leastServerVersion = 130_000;

const createVersions = `create table if not exists schema_version (
  version bigint primary key, name text not null, applied_at timestamptz not null default now()
)`;

async function currentVersion(client: pg.Client): Promise<number> {
  const { rows } = await client.query<{ exists: boolean }>(
    "select to_regclass('schema_version') is not null as exists",
  );
  if (rows[0]?.exists !== true) return 0;
  const versions = await client.query<{ version: string | null }>('select max(version) as version from schema_version');
  return Number(versions.rows[0]?.version ?? 0);
}

async function refuseOldServer(client: pg.Client): Promise<void> {
  const { rows } = await client.query<{ version: string; text: string }>(
    "select current_setting('server_version_num') as version, current_setting('server_version') as text",
  );
  const [server] = rows;
  if (Number(server?.version) >= leastServerVersion) return;
  throw new StoreProblem(`The database server is PostgreSQL ${server?.text}; BuildButler needs 13 or newer.`, null);
}

/** One step after the other, each whole or not at all; of several processes that start together, one does it. */
async function applyMissing(client: pg.Client): Promise<void> {
  await client.query('begin');
  try {
    await client.query('select pg_advisory_xact_lock($1)', [lockKey]);
    const current = await currentVersion(client);
    await client.query(createVersions);
    for (const { name, statements, version } of migrations) {
      if (version <= current) continue;
      for (const statement of statements) await client.query(spell(statement, postgresTraits));
      await client.query('insert into schema_version (version, name) values ($1, $2)', [version, name]);
    }
    await client.query('commit');
  } catch (error) {
    await client.query('rollback').catch(() => undefined);
    throw error;
  }
}

/** The version of a database's schema; 0 for one without our tables. Throws `unavailable` when it cannot be asked. */
export async function postgresSchemaVersion(databaseUrl: string): Promise<number> {
  return withClient(databaseUrl, currentVersion);
}

/**
 * Brings a database to the newest schema. Throws `unavailable` for one that a newer BuildButler has written, for a server
 * that is too old and for one that cannot be asked.
 */
export function migratePostgres(databaseUrl: string): Promise<void> {
  return withClient(databaseUrl, async (client) => {
    const newest = migrations.at(-1)?.version ?? 0;
    const current = await currentVersion(client);
    if (current > newest) throw newerSchemaProblem(current, newest);
    if (current === newest) return;
    await refuseOldServer(client);
    await applyMissing(client);
  });
}

/** Throws `unavailable` with a sentence when the database cannot be reached. */
async function connect(databaseUrl: string): Promise<pg.Client> {
  try {
    const client = new pg.Client({
      connectionString: driverUrl(databaseUrl),
      application_name: 'buildbutler migration',
      connectionTimeoutMillis: 10_000,
    });
    // A connection that breaks tells the question under way; without a listener it would end the process as well.
    client.on('error', () => undefined);
    await client.connect();
    return client;
  } catch (error) {
    throw connectProblem(error);
  }
}

async function withClient<T>(databaseUrl: string, use: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = await connect(databaseUrl);
  try {
    return await use(client);
  } catch (error) {
    throw postgresProblem(error);
  } finally {
    await client.end().catch(() => undefined);
  }
}
