import { BlockList, isIP } from 'node:net';
import { join } from 'node:path';
import type { Config } from './config.ts';
import { defaultDataDir } from './data-dir.ts';
import { databaseUrlSetting } from './database-url.ts';
import { type Environment, readVersion } from './environment.ts';
import { checkNames } from './known-names.ts';
import { pathParser } from './parsers.ts';
import { SettingFaults } from './setting-faults.ts';
import { createSettingReader, type ReadSetting } from './setting-reader.ts';
import {
  hostSetting,
  logLevelSetting,
  outboundAllowSetting,
  portSetting,
  publicUrlSetting,
  syncIntervalSetting,
  trustedProxiesSetting,
} from './settings.ts';

/** What the command line says; wins over the environment. */
export interface ConfigOverrides {
  readonly dataDir?: string | undefined;
  readonly host?: string | undefined;
  readonly port?: number | undefined;
}

/** Whether a server that listens on `host` can only be reached from its own machine. */
export function isLoopbackHost(host: string): boolean {
  const addresses = new BlockList();
  addresses.addSubnet('127.0.0.0', 8, 'ipv4');
  addresses.addAddress('::1', 'ipv6');
  const family = isIP(host);
  return family === 0 ? host.toLowerCase() === 'localhost' : addresses.check(host, family === 6 ? 'ipv6' : 'ipv4');
}

/** `JENKINS_TLS_REJECT_UNAUTHORIZED`, to the letter: a word that is nearly "false" must not decide about certificates. */
function readTlsVerification(env: Environment, faults: SettingFaults): boolean {
  const name = 'JENKINS_TLS_REJECT_UNAUTHORIZED';
  const text = env[name] ?? '';
  if (text === 'false' || text === '0') return false;
  if (!['', 'true', '1'].includes(text)) {
    faults.add(
      name,
      `${name}: "${text.slice(0, 100)}" cannot be read. Expected true or 1 (certificates are checked; also when empty), or false or 0 (they are not).`,
    );
  }
  return true;
}

function readFirstAdministrator(
  env: Environment,
  faults: SettingFaults,
  read: ReadSetting,
): Config['firstAdministrator'] {
  const passwordFileName = 'BUILDBUTLER_ADMIN_PASSWORD_FILE';
  const username = env.BUILDBUTLER_ADMIN_USER?.trim() || null;
  const passwordFile = read({ name: passwordFileName, parse: pathParser(env), expected: 'the path of a file' }, null);
  if (username !== null && passwordFile !== null) return { username, passwordFile };
  if (username !== null) {
    const message = `BUILDBUTLER_ADMIN_USER needs ${passwordFileName}: the path of a file that holds the password.`;
    faults.add(passwordFileName, message);
  }
  if (passwordFile !== null) {
    const message = `${passwordFileName} needs BUILDBUTLER_ADMIN_USER: the name of the first administrator.`;
    faults.add('BUILDBUTLER_ADMIN_USER', message);
  }
  return null;
}

/** The data directory of an environment, made absolute. */
export function readDataDir(env: Environment, read: ReadSetting): string {
  const setting = { name: 'BUILDBUTLER_DATA_DIR', parse: pathParser(env), expected: 'the path of a folder' };
  return read(setting, null) ?? defaultDataDir(env);
}

/**
 * All settings out of the environment and the command line. Throws `bad_request` with one sentence for each unknown
 * `BUILDBUTLER_…` name and each value that cannot be read; `details` holds them by variable.
 */
export function readConfig(env: Environment, overrides: ConfigOverrides = {}): Config {
  const faults = new SettingFaults();
  checkNames(env, faults);
  const read = createSettingReader(env, faults);
  const path = pathParser(env);
  const host = overrides.host ?? read(hostSetting, '127.0.0.1');
  const config: Config = {
    version: readVersion(),
    dataDir: overrides.dataDir === undefined ? readDataDir(env, read) : (path(overrides.dataDir) ?? overrides.dataDir),
    host,
    port: overrides.port ?? read(portSetting, 3000),
    publicUrl: read(publicUrlSetting, null),
    databaseUrl: read(databaseUrlSetting, null),
    secretKeyFile: read({ name: 'BUILDBUTLER_SECRET_KEY_FILE', parse: path, expected: 'the path of a file' }, null),
    firstAdministrator: readFirstAdministrator(env, faults, read),
    syncIntervalMs: read(syncIntervalSetting, 30_000),
    addressRules: { isListeningOnLoopback: isLoopbackHost(host), allow: read(outboundAllowSetting, []) },
    trustedProxies: read(trustedProxiesSetting, []),
    logLevel: read(logLevelSetting, 'info'),
    verifiesTlsByDefault: readTlsVerification(env, faults),
  };
  faults.refuse();
  return config;
}

/** The key file of a configuration, and whether a person named it. */
export function keyFileOf({ dataDir, secretKeyFile }: Config): {
  readonly keyFile: string;
  readonly isKeyFileGiven: boolean;
} {
  return { keyFile: secretKeyFile ?? join(dataDir, 'secret.key'), isKeyFileGiven: secretKeyFile !== null };
}
