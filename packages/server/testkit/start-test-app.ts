import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Client, createClient, routes, type Scope } from '@buildbutler/contract';
import { type App, createApp } from '../src/app.ts';
import type { AppOptions } from '../src/app-options.ts';
import type { Config } from '../src/config/config.ts';
import type { Log, LogFields, LogSeverity } from '../src/core/log.ts';
import { storePlaceOf } from '../src/data-dir.ts';
import type { CollectionStore } from '../src/storage/collection.ts';
import { createCollectionStore } from '../src/storage/create-collection-store.ts';
import { openStore } from '../src/storage/open-store.ts';
import type { Collector } from '../src/sync/collector.ts';

export interface TestAppOptions extends Omit<AppOptions, 'log' | 'mode'> {
  /** Members of the configuration that differ from those of a fresh install on a random port. */
  readonly config?: Partial<Config>;
  /** True = the collector runs in its own thread, as in the product; false (the default) = nothing is fetched. */
  readonly isCollecting?: boolean;
}

export interface LogLine extends LogFields {
  readonly level: LogSeverity;
  readonly event: string;
}

export const adminName = 'ada';
export const adminPassword = 'correct horse battery';

export interface TestApp {
  readonly app: App;
  readonly config: Config;
  /** `http://127.0.0.1:…`. */
  readonly url: string;
  readonly setupToken: string;
  readonly logLines: readonly LogLine[];
  /** The API with a token; without one, as nobody. */
  client(token?: string): Client;
  /** The API as this machine's own command line. */
  readonly local: Client;
  /** Creates the administrator `adminName` with `adminPassword` and returns the `Cookie` header of the session. */
  createAdministrator(): Promise<string>;
  /** An API token of the administrator, who is created when missing. */
  createToken(scopes: readonly Scope[]): Promise<string>;
  /** The collector's side of the same store, for filling it. */
  readonly collection: CollectionStore;
  /** Stops the app and starts it again on the same data, with another port. */
  restart(): Promise<TestApp>;
  /** Stops the app and removes its data. */
  stop(): Promise<void>;
}

const idle = async () => undefined;
const noCollector: Collector = { configure: idle, nudge: idle, hint: idle, idle, stop: idle };

function freshConfig(dataDir: string, overrides: Partial<Config>): Config {
  return {
    version: '0.0.0-test',
    dataDir,
    host: '127.0.0.1',
    port: 0,
    publicUrl: null,
    databaseUrl: null,
    secretKeyFile: null,
    firstAdministrator: null,
    syncIntervalMs: 1_000,
    addressRules: { isListeningOnLoopback: true, allow: [] },
    trustedProxies: [],
    logLevel: 'debug',
    verifiesTlsByDefault: true,
    ...overrides,
  };
}

function rememberingLog(): { log: Log; lines: LogLine[] } {
  const lines: LogLine[] = [];
  const at = (level: LogSeverity) => (event: string, fields?: LogFields) =>
    void lines.push({ level, event, ...fields });
  return { lines, log: { error: at('error'), warn: at('warn'), info: at('info'), debug: at('debug') } };
}

/** The `name=value` part of the session cookie that an answer sets. */
export function cookieOf(answer: Response): string {
  return answer.headers.getSetCookie().map((cookie) => cookie.split(';')[0])[0] ?? '';
}

async function createAdministrator(url: string, token: string): Promise<string> {
  const answer = await fetch(`${url}${routes.createFirstAdministrator.path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ token, username: adminName, password: adminPassword }),
  });
  if (answer.status !== 201) throw new Error(`set-up failed: ${answer.status} ${await answer.text()}`);
  return cookieOf(answer);
}

async function assemble(dataDir: string, options: TestAppOptions): Promise<TestApp> {
  const { config: overrides = {}, isCollecting = false, ...rest } = options;
  const config = freshConfig(dataDir, overrides);
  const { lines, log } = rememberingLog();
  const createCollector = isCollecting ? {} : { createCollector: () => noCollector };
  const app = await createApp(config, { ...createCollector, ...rest, log });
  const url = app.address ?? '';
  const setupToken = new URL(app.setupUrl ?? 'http://none').hash.replace('#token=', '');
  const collectorStore = openStore({ ...storePlaceOf(config), role: 'collector' });
  const client = (token?: string) => createClient({ baseUrl: url, ...(token === undefined ? {} : { token }) });
  const local = client(app.localToken);
  const halt = async () => {
    await collectorStore.close();
    await app.stop();
  };
  return {
    app,
    config,
    url,
    setupToken,
    logLines: lines,
    client,
    local,
    collection: createCollectionStore(collectorStore),
    createAdministrator: () => createAdministrator(url, setupToken),
    async createToken(scopes) {
      if ((await local.call(routes.getSetup, {})).needed) await createAdministrator(url, setupToken);
      const { token } = await local.call(routes.createToken, { body: { name: scopes.join(' '), scopes: [...scopes] } });
      return token;
    },
    async restart() {
      await halt();
      return assemble(dataDir, options);
    },
    async stop() {
      await halt();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}

/** The whole app, started from a plain object on a data directory of its own and a random port of this machine. */
export async function startTestApp(options: TestAppOptions = {}): Promise<TestApp> {
  const dataDir = await mkdtemp(join(tmpdir(), 'buildbutler-app-'));
  try {
    return await assemble(dataDir, options);
  } catch (error) {
    await rm(dataDir, { recursive: true, force: true });
    throw error;
  }
}
