import type { Clock } from '../core/clock.ts';
import type { ConnectionSettings, Outcome } from '../core/connection.ts';
import type { ConnectionTestReport } from '../core/connection-test.ts';
import type { ItemPath, JobKind } from '../core/job.ts';
import type { Principal } from '../core/principal.ts';
import type { LogStream } from '../jenkins/controller.ts';
import type { SecretBox } from '../secrets/secret-box.ts';
import type { Store } from '../storage/open-store.ts';
import type { HookGate } from './hook-gate.ts';
import type { Passwords } from './passwords.ts';
import type { SetupToken } from './setup-token.ts';
import type { SignInThrottle } from './sign-in-throttle.ts';

export type ConnectionAccess = Pick<
  ConnectionSettings,
  'baseUrl' | 'username' | 'token' | 'tlsMode' | 'caCertificate' | 'pace'
>;

/** What operations need of controllers; app.ts builds it from src/jenkins. */
export interface Controllers {
  test(connection: ConnectionAccess): Promise<ConnectionTestReport>;
  log(
    connection: ConnectionAccess,
    build: { readonly path: ItemPath; readonly kind: JobKind; readonly number: number },
    options: {
      readonly capBytes: number;
      readonly signal: AbortSignal;
      /** Whose open logs are counted; null = not counted. */
      readonly reader: string | null;
    },
  ): Promise<Outcome<LogStream>>;
}

/** What every operation receives besides its input. The rest of the house stays out of sight. */
export interface OperationContext {
  readonly principal: Principal;
  /** Where the request came from, after trusted proxies; null for the command line of this machine. */
  readonly remoteAddress: string | null;
  readonly store: Store;
  readonly clock: Clock;
  readonly secrets: SecretBox;
  readonly passwords: Passwords;
  /** One for the whole app: `createSignInThrottle(clock)`. */
  readonly signInThrottle: SignInThrottle;
  /** One for the whole app: `createSetupToken({ dataDir, clock })`. */
  readonly setupToken: SetupToken;
  /** One for the whole app: `createHookGate(clock)`. */
  readonly hookGate: HookGate;
  readonly controllers: Controllers;
  /** Where people reach this server; null = not said. Links are made of nothing that a request claims. */
  readonly publicUrl: string | null;
  readonly verifiesTlsByDefault: boolean;
  /** Server-wide interval between polls, for connections without their own. */
  readonly syncIntervalMs: number;
  /** Called after a committed change: hands the new list to the collector. */
  connectionsChanged(): Promise<void>;
  /** Called after "Sync now" and resume. */
  nudge(connectionId: number): Promise<void>;
  /** Makes the collector look sooner than it would; never fails. */
  hint(connectionId: number, hint: 'deep' | { readonly job: string; readonly number: number | null }): Promise<void>;
}
