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

export interface BackUpInput {
  /** Where to; a name with the time in the current folder when absent. */
  readonly file?: string;
}

export interface Backup {
  readonly file: string;
  readonly bytes: number;
  /** Names the key that its secrets are sealed with; null when it holds none. */
  readonly keyId: string | null;
  readonly keyFile: string;
}

export interface RestoreInput {
  readonly file: string;
  /** A store that is there is moved aside. */
  readonly isReplacing: boolean;
}

export interface Restored {
  readonly path: string;
  /** Null when the file was a store, but no backup. */
  readonly takenAtMs: number | null;
  readonly movedTo: string | null;
  readonly keyId: string | null;
  readonly keyFile: string;
  /** Whether the key of this machine opens its secrets. */
  readonly isKeyRight: boolean;
}

export interface SecretsCheck {
  readonly keyFile: string;
  /** Null when the key file is missing or of no use. */
  readonly keyId: string | null;
  readonly secrets: readonly { readonly name: string; readonly isReadable: boolean; readonly keyId: string | null }[];
}

export interface NewKey {
  readonly secrets: number;
  readonly oldKeyId: string;
  readonly newKeyId: string;
  readonly oldKeyFile: string;
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
  /** Copies the embedded store into a file, beside a running server too. Throws `AppError`, `CliError`. */
  backUp(input: BackUpInput): Promise<Backup>;
  /** Puts a backup into the place of the embedded store. Throws `AppError`, `CliError`. */
  restore(input: RestoreInput): Promise<Restored>;
  /** Opens every secret of the store, to see whether the key is the right one. Throws `AppError`. */
  verifySecrets(): Promise<SecretsCheck>;
  /** Seals every secret with a new key. Throws `AppError`. */
  rotateKey(): Promise<NewKey>;
}

export interface CommandContext {
  readonly io: Io;
  readonly house: House;
}
