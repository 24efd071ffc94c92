import type { ClientOptions } from '@buildbutler/contract';
import type { CliSettings } from '../config/read-cli-settings.ts';
import type { Io } from './io.ts';

/** A running app of this process or the next. */
export interface LocalAccess {
  readonly baseUrl: string;
  /** Lets the administrator of this machine in. */
  readonly token: string;
  readonly fetch?: NonNullable<ClientOptions['fetch']>;
  /** True without a server here, where servers of other machines may work on the same database. */
  readonly hasPeers?: boolean;
  close(): Promise<void>;
}

export interface RunningServer {
  /** `http://127.0.0.1:3000`. */
  readonly address: string;
  /** Where the first administrator is created; null when there is one. */
  readonly setupUrl: string | null;
  readonly token: string;
  /** `db.example.com/buildbutler`; null = the embedded store. */
  readonly database: string | null;
  close(): Promise<void>;
}

/** One finding of `doctor`. `skipped` = could not be looked at, and says why. */
export interface Finding {
  readonly name: string;
  readonly state: 'ok' | 'warning' | 'failed' | 'skipped';
  readonly message: string;
  readonly fix?: string;
}

/** What `serve` and `demo` set besides the environment. */
export interface ServeOverrides {
  /** Another place with a store and a secret key of its own: a database or key file of the environment stays out. */
  readonly dataDir?: string;
  readonly host?: string;
  readonly port?: number;
  /** As `Config.firstAdministrator`. */
  readonly firstAdministrator?: { readonly username: string; readonly passwordFile: string };
}

/** How far a copy is. */
export interface CopyStep {
  readonly table: string;
  readonly work: 'copying' | 'checking';
  readonly done: number;
  readonly rows: number;
}

export interface CopyRequest {
  /** File of an embedded store; that of the data directory when absent. */
  readonly from?: string;
  /** Address of a PostgreSQL database; that of the settings when absent. */
  readonly to?: string;
  readonly onProgress: (step: CopyStep) => Promise<void>;
  readonly signal: AbortSignal;
}

/** What was copied, and between which places, as they may be shown. */
export interface CopiedStore {
  readonly from: string;
  readonly to: string;
  readonly tables: readonly { readonly table: string; readonly rows: number }[];
}

/** What main.ts lends to the commands, so that the CLI knows nothing of how the app is assembled. */
export interface House {
  settings(): CliSettings;
  /** The server that runs on this data directory, or null when none answers. */
  findServer(): Promise<LocalAccess | null>;
  /** The same app without a listener and without collecting. */
  openOffline(): Promise<LocalAccess>;
  serve(overrides: ServeOverrides): Promise<RunningServer>;
  /** Store, key file and web assets, looked at without changing them. */
  inspect(): Promise<readonly Finding[]>;
  /** Counts roll-ups, job summaries and ledgers again from the stored builds, without changing them. */
  recount(): Promise<readonly Finding[]>;
  /** Copies an embedded store into an empty database, all of it or nothing. Throws `AppError`, `CliError`. */
  copyStore(request: CopyRequest): Promise<CopiedStore>;
}

export interface CommandContext {
  readonly io: Io;
  readonly house: House;
}
