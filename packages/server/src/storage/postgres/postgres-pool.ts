import type { PostgresPoolClient as KyselyClient, PostgresPool as KyselyPool, PostgresQueryResult } from 'kysely';
import pg from 'pg';
import { StoreProblem } from '../storage-problem.ts';
import type { StoreRole } from '../store.ts';
import { BulkInserts } from './bulk-insert.ts';
import { driverUrl } from './driver-url.ts';
import { connectProblem, isConnectionLost, postgresProblem } from './postgres-problem.ts';
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
const endWithinMs = 2_000;
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

/** What a reserved connection needs of its pool. */
interface Reservation {
  readonly bulkInserts: BulkInserts;
  /** Another connection for one that turned out to be dead. */
  readonly replace: (client: pg.PoolClient) => Promise<pg.PoolClient>;
  /** `client` null = there is none to give back. */
  readonly onRelease: (client: pg.PoolClient | null, isSpoilt: boolean) => void;
  /** How many connections may be dead together. */
  readonly mostReplacements: number;
}

/** One reserved connection. What the server complains about leaves it in the words of the store. */
class ReservedClient implements KyselyClient {
  readonly #reservation: Reservation;
  /** Null = it was dead, and there was no other. */
  #client: pg.PoolClient | null;
  #hasTimedOut = false;
  #isFresh = true;

  constructor(client: pg.PoolClient, reservation: Reservation) {
    this.#client = client;
    this.#reservation = reservation;
  }

  query = ((text: unknown, parameters: readonly unknown[] = []) =>
    typeof text === 'string' ? this.#run(text, parameters) : refuseCursor()) as KyselyClient['query'];

  release(destroy = false): void {
    this.#reservation.onRelease(this.#client, destroy || this.#hasTimedOut);
  }

  async #run<R>(text: string, parameters: readonly unknown[]): Promise<PostgresQueryResult<R>> {
    for (let tries = 0; ; tries += 1) {
      try {
        const result = (await this.#ask(text, parameters.map(storable))) as PostgresQueryResult<R>;
        this.#isFresh = false;
        return result;
      } catch (error) {
        // The answer may still come, and would then be taken for that of the next question.
        if (error instanceof Error && error.message === 'Query read timeout') this.#hasTimedOut = true;
        // After the server was restarted, connections that nobody used are dead without knowing it.
        const isHarmless = this.#isFresh && /^(begin$|select )/.test(text);
        const mayTryAgain = isHarmless && isConnectionLost(error) && tries < this.#reservation.mostReplacements;
        if (!mayTryAgain) throw postgresProblem(error);
        await this.#replace();
      }
    }
  }

  async #replace(): Promise<void> {
    const dead = this.#client;
    this.#client = null;
    if (dead !== null) this.#client = await this.#reservation.replace(dead);
  }

  async #ask(text: string, values: readonly unknown[]): Promise<unknown> {
    if (this.#client === null) throw new Error('Connection terminated');
    const bulk = this.#reservation.bulkInserts.rewrite(text, values);
    return bulk === null ? this.#client.query(text, [...values]) : this.#client.query(bulk.text, bulk.parameters);
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
  readonly #reservation: Reservation;
  readonly #settings: string;
  readonly #turnstile: Turnstile;
  readonly #prepare: () => Promise<void>;
  readonly #known = new WeakSet<pg.PoolClient>();
  readonly #broken = new WeakSet<pg.PoolClient>();
  readonly #open = new Set<pg.Client>();
  #prepared: Promise<void> | null = null;
  #ended: Promise<void> | null = null;

  constructor({ databaseUrl, prepare, role }: PostgresPoolOptions) {
    const { connections, patienceMs, statementMs } = limits[role];
    this.#prepare = prepare;
    this.#settings = sessionSettings(limits[role]);
    this.#turnstile = new Turnstile(connections, patienceMs);
    this.#reservation = {
      bulkInserts: new BulkInserts(),
      mostReplacements: connections,
      replace: async (client) => {
        client.release(true);
        if (this.#ended !== null) throw new StoreProblem('BuildButler is stopping.', null);
        return this.#reserve();
      },
      onRelease: (client, isSpoilt) => {
        client?.release(isSpoilt || this.#broken.has(client));
        this.#turnstile.leave();
      },
    };
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
    this.#pool.on('connect', (client) => {
      this.#open.add(client as pg.Client);
      client.on('error', () => this.#broken.add(client as pg.PoolClient));
    });
    this.#pool.on('remove', (client) => this.#open.delete(client as pg.Client));
  }

  async connect(): Promise<ReservedClient> {
    this.#prepared ??= this.#prepare().catch((error: unknown) => {
      this.#prepared = null;
      throw error;
    });
    await this.#prepared;
    await this.#turnstile.enter();
    try {
      return new ReservedClient(await this.#reserve(), this.#reservation);
    } catch (error) {
      this.#turnstile.leave();
      throw error;
    }
  }

  /** Lets questions end for two seconds; then they are broken off. */
  end(): Promise<void> {
    this.#ended ??= this.#end();
    return this.#ended;
  }

  async #end(): Promise<void> {
    const breakOff = setTimeout(() => {
      for (const client of this.#open) void client.end().catch(() => undefined);
    }, endWithinMs);
    await this.#pool.end();
    clearTimeout(breakOff);
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
