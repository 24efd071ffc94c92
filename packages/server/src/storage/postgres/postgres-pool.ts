import type { PostgresPoolClient as KyselyClient, PostgresPool as KyselyPool, PostgresQueryResult } from 'kysely';
import pg from 'pg';
import type { StoreRole } from '../store.ts';
import { BulkInserts } from './bulk-insert.ts';
import { driverUrl } from './driver-url.ts';
import { connectProblem, postgresProblem } from './postgres-problem.ts';
import { postgresTypes } from './postgres-types.ts';
import { Turnstile } from './turnstile.ts';

interface Limits {
  readonly connections: number;
  readonly statementMs: number;
  /** How long to wait while all connections are in use; null = as long as it takes. */
  readonly patienceMs: number | null;
}

/** Few connections: a server shares its hundred with other processes. */
const limits: Readonly<Record<StoreRole, Limits>> = {
  api: { connections: 5, statementMs: 30_000, patienceMs: 10_000 },
  collector: { connections: 4, statementMs: 120_000, patienceMs: null },
  reader: { connections: 2, statementMs: 60_000, patienceMs: 30_000 },
  leases: { connections: 2, statementMs: 5_000, patienceMs: 10_000 },
};

const connectWithinMs = 10_000;
/** Behind the server's own limit: only a server that has vanished gets here. */
const graceMs = 15_000;

/** The settings of a session; as statements, since poolers in between refuse them as start-up parameters. */
function sessionSettings({ statementMs }: Limits): string {
  return [
    // After five runs the server would settle for one plan for all values, which is 1,000 times slower for some.
    'set plan_cache_mode = force_custom_plan',
    'set jit = off',
    // What waits for a lock must see what the one before has written.
    "set default_transaction_isolation = 'read committed'",
    `set statement_timeout = ${statementMs}`,
    'set lock_timeout = 10000',
    // A process that hangs inside a transaction must not keep others from taking over its work.
    'set idle_in_transaction_session_timeout = 10000',
    "set client_min_messages = 'warning'",
  ].join('; ');
}

/** NUL is the one character that PostgreSQL cannot store. */
function storable(value: unknown): unknown {
  return typeof value === 'string' && value.includes('\0') ? value.replaceAll('\0', '\uFFFD') : value;
}

function refuseCursor(): never {
  throw new TypeError('Cursors are not used.');
}

/** One reserved connection. What the server complains about leaves it in the words of the store. */
class ReservedClient implements KyselyClient {
  readonly #client: pg.PoolClient;
  readonly #onRelease: (client: pg.PoolClient, hasTimedOut: boolean) => void;
  readonly #bulkInserts: BulkInserts;
  #hasTimedOut = false;

  constructor(
    client: pg.PoolClient,
    bulkInserts: BulkInserts,
    onRelease: (client: pg.PoolClient, hasTimedOut: boolean) => void,
  ) {
    this.#client = client;
    this.#bulkInserts = bulkInserts;
    this.#onRelease = onRelease;
  }

  query = ((text: unknown, parameters: readonly unknown[] = []) =>
    typeof text === 'string' ? this.#run(text, parameters) : refuseCursor()) as KyselyClient['query'];

  release(destroy = false): void {
    this.#onRelease(this.#client, destroy || this.#hasTimedOut);
  }

  async #run<R>(text: string, parameters: readonly unknown[]): Promise<PostgresQueryResult<R>> {
    try {
      const values = parameters.map(storable);
      const bulk = this.#bulkInserts.rewrite(text, values);
      const result = await (bulk === null
        ? this.#client.query(text, values)
        : this.#client.query(bulk.text, bulk.parameters));
      return result as unknown as PostgresQueryResult<R>;
    } catch (error) {
      // The answer may still come, and would then be taken for that of the next question.
      if (error instanceof Error && error.message === 'Query read timeout') this.#hasTimedOut = true;
      throw postgresProblem(error);
    }
  }
}

export interface PostgresPoolOptions {
  readonly databaseUrl: string;
  readonly role: StoreRole;
  /** Runs before the first connection is handed out, again as long as it fails. */
  readonly prepare: () => Promise<void>;
}

/** Connections to a database as Kysely wants them: settings made, failures in the words of the store, dead ones replaced. */
export class PostgresPool implements KyselyPool {
  readonly options = {};
  readonly #pool: pg.Pool;
  readonly #bulkInserts = new BulkInserts();
  readonly #settings: string;
  readonly #turnstile: Turnstile;
  readonly #prepare: () => Promise<void>;
  readonly #known = new WeakSet<pg.PoolClient>();
  readonly #broken = new WeakSet<pg.PoolClient>();
  #prepared: Promise<void> | null = null;
  #ended: Promise<void> | null = null;

  constructor({ databaseUrl, prepare, role }: PostgresPoolOptions) {
    const { connections, patienceMs, statementMs } = limits[role];
    this.#prepare = prepare;
    this.#settings = sessionSettings(limits[role]);
    this.#turnstile = new Turnstile(connections, patienceMs);
    this.#pool = new pg.Pool({
      connectionString: driverUrl(databaseUrl),
      types: postgresTypes,
      max: connections,
      application_name: `buildbutler ${role}`,
      connectionTimeoutMillis: connectWithinMs,
      idleTimeoutMillis: 30_000,
      keepAlive: true,
      keepAliveInitialDelayMillis: 10_000,
      query_timeout: statementMs + graceMs,
    });
    // Without a listener, a connection that breaks while nobody uses it would end the process.
    this.#pool.on('error', () => undefined);
    this.#pool.on('connect', (client) => client.on('error', () => this.#broken.add(client as pg.PoolClient)));
  }

  async connect(): Promise<ReservedClient> {
    this.#prepared ??= this.#prepare().catch((error: unknown) => {
      this.#prepared = null;
      throw error;
    });
    await this.#prepared;
    await this.#turnstile.enter();
    try {
      return new ReservedClient(await this.#reserve(), this.#bulkInserts, (client, isSpoilt) => {
        client.release(isSpoilt || this.#broken.has(client));
        this.#turnstile.leave();
      });
    } catch (error) {
      this.#turnstile.leave();
      throw error;
    }
  }

  end(): Promise<void> {
    this.#ended ??= this.#pool.end();
    return this.#ended;
  }

  async #reserve(): Promise<pg.PoolClient> {
    let client: pg.PoolClient;
    try {
      client = await this.#pool.connect();
    } catch (error) {
      throw connectProblem(error);
    }
    if (this.#known.has(client)) return client;
    try {
      await client.query(this.#settings);
      this.#known.add(client);
      return client;
    } catch (error) {
      client.release(true);
      throw connectProblem(error);
    }
  }
}
