import type { AddressRules } from '../core/address-rules.ts';

export type LogLevel = 'error' | 'warn' | 'info' | 'debug';

/** Everything the environment may set, read once; a plain object, so that tests write their own. */
export interface Config {
  readonly version: string;
  readonly dataDir: string;
  readonly host: string;
  /** 0 = any free port. */
  readonly port: number;
  /** `https://builds.example.com`; null = as the browser calls it. */
  readonly publicUrl: string | null;
  /** `postgres://…`, possibly with a password: never shown. Null = the embedded store in the data directory. */
  readonly databaseUrl: string | null;
  /** Null = `secret.key` in the data directory, made at the first start. */
  readonly secretKeyFile: string | null;
  /** Creates the first administrator without a browser. */
  readonly firstAdministrator: { readonly username: string; readonly passwordFile: string } | null;
  readonly syncIntervalMs: number;
  readonly addressRules: AddressRules;
  /** Addresses or CIDR blocks whose `X-Forwarded-*` headers are believed. */
  readonly trustedProxies: readonly string[];
  readonly logLevel: LogLevel;
  readonly verifiesTlsByDefault: boolean;
}
