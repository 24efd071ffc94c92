import { readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { defaultDataDir } from '../../src/config/data-dir.ts';
import { describeDatabase } from '../../src/config/database-url.ts';
import { knownNames } from '../../src/config/known-names.ts';
import { readCliSettings } from '../../src/config/read-cli-settings.ts';
import { isLoopbackHost, keyFileOf, readConfig } from '../../src/config/read-config.ts';
import { AppError } from '../../src/core/app-error.ts';

const packageFile = new URL('../../package.json', import.meta.url);
const { version } = JSON.parse(readFileSync(packageFile, 'utf8')) as { version: string };

function refusalOf(env: Record<string, string>): AppError {
  try {
    readConfig(env);
  } catch (error) {
    if (error instanceof AppError) return error;
    throw error;
  }
  throw new Error(`accepted: ${JSON.stringify(env)}`);
}

test('without any setting', () => {
  expect(readConfig({ HOME: '/home/ada' })).toEqual({
    version,
    dataDir: defaultDataDir({ HOME: '/home/ada' }),
    host: '127.0.0.1',
    port: 3000,
    publicUrl: null,
    databaseUrl: null,
    secretKeyFile: null,
    firstAdministrator: null,
    syncIntervalMs: 30_000,
    addressRules: { isListeningOnLoopback: true, allow: [] },
    trustedProxies: [],
    logLevel: 'info',
    verifiesTlsByDefault: true,
  });
});

test('with every setting', () => {
  const config = readConfig({
    BUILDBUTLER_DATA_DIR: '/srv/bb',
    BUILDBUTLER_HOST: '0.0.0.0',
    BUILDBUTLER_PORT: '8443',
    BUILDBUTLER_PUBLIC_URL: 'https://Builds.example.com/ci/',
    BUILDBUTLER_DATABASE_URL: 'postgres://bb:hunter2@db.example.com:6432/bb?sslmode=verify-full',
    BUILDBUTLER_SECRET_KEY_FILE: '/run/secrets/key',
    BUILDBUTLER_ADMIN_USER: 'ada',
    BUILDBUTLER_ADMIN_PASSWORD_FILE: '/run/secrets/password',
    BUILDBUTLER_SYNC_INTERVAL: '1m',
    BUILDBUTLER_OUTBOUND_ALLOW: 'Jenkins.local, 10.0.0.0/8 ::1,[fd00::1]/64',
    BUILDBUTLER_TRUSTED_PROXIES: '10.0.0.5,172.16.0.0/12',
    BUILDBUTLER_LOG_LEVEL: 'debug',
    BUILDBUTLER_URL: 'https://elsewhere',
    BUILDBUTLER_TOKEN: 'bb_live_x',
    JENKINS_TLS_REJECT_UNAUTHORIZED: 'false',
    SMTP_HOST: 'mail',
    SMTP_PORT: '587',
    SMTP_USER: 'u',
    SMTP_PASS: 'p',
    SMTP_FROM: 'ci@example.com',
    BUILD_NUMBER: '7',
  });
  expect(config).toEqual({
    version,
    dataDir: resolve('/srv/bb'),
    host: '0.0.0.0',
    port: 8443,
    publicUrl: 'https://builds.example.com/ci',
    databaseUrl: 'postgres://bb:hunter2@db.example.com:6432/bb?sslmode=verify-full',
    secretKeyFile: resolve('/run/secrets/key'),
    firstAdministrator: { username: 'ada', passwordFile: resolve('/run/secrets/password') },
    syncIntervalMs: 60_000,
    addressRules: { isListeningOnLoopback: false, allow: ['jenkins.local', '10.0.0.0/8', '::1', 'fd00::1/64'] },
    trustedProxies: ['10.0.0.5', '172.16.0.0/12'],
    logLevel: 'debug',
    verifiesTlsByDefault: false,
  });
  expect(keyFileOf(config)).toEqual({ keyFile: resolve('/run/secrets/key'), isKeyFileGiven: true });
});

test('empty values count as absent', () => {
  const empty = Object.fromEntries(knownNames.map((name) => [name, ' ']));
  expect(readConfig({ ...empty, HOME: '/h' })).toEqual(readConfig({ HOME: '/h' }));
});

test('the command line wins over the environment', () => {
  const env = { BUILDBUTLER_PORT: '4000', BUILDBUTLER_DATA_DIR: '/a', BUILDBUTLER_HOST: '127.0.0.1' };
  const config = readConfig(env, { port: 0, dataDir: '/b', host: '0.0.0.0' });
  expect(config).toMatchObject({ port: 0, dataDir: resolve('/b'), host: '0.0.0.0' });
  expect(config.addressRules.isListeningOnLoopback).toBe(false);
  expect(keyFileOf(config)).toEqual({ keyFile: join(resolve('/b'), 'secret.key'), isKeyFileGiven: false });
});

describe('refusals', () => {
  test.each<[Record<string, string>, string]>([
    [
      { BUILDBUTLER_PORT: '80800' },
      'BUILDBUTLER_PORT: "80800" cannot be read. Expected a port number from 0 (any free one) to 65535, such as 3000.',
    ],
    [
      { BUILDBUTLER_PORT: 'tcp://10.0.0.1:3000' },
      'BUILDBUTLER_PORT: "tcp://10.0.0.1:3000" cannot be read. Expected a port number from 0 (any free one) to 65535, such as 3000. Kubernetes sets it for a Service named "buildbutler": rename the Service, or set enableServiceLinks: false for the pod.',
    ],
    [
      { BUILDBUTLER_HOST: '300.1.1.1' },
      'BUILDBUTLER_HOST: "300.1.1.1" cannot be read. Expected an address or a host name, such as 127.0.0.1 or 0.0.0.0.',
    ],
    [
      { BUILDBUTLER_HOST: 'http://localhost' },
      'BUILDBUTLER_HOST: "http://localhost" cannot be read. Expected an address or a host name, such as 127.0.0.1 or 0.0.0.0.',
    ],
    [
      { BUILDBUTLER_SYNC_INTERVAL: '30' },
      'BUILDBUTLER_SYNC_INTERVAL: "30" cannot be read. Expected a duration from 1s to 24h, such as 30s or 1m. The unit is missing: 30s or 30m?',
    ],
    [
      { BUILDBUTLER_SYNC_INTERVAL: '500ms' },
      'BUILDBUTLER_SYNC_INTERVAL: "500ms" cannot be read. Expected a duration from 1s to 24h, such as 30s or 1m.',
    ],
    [
      { BUILDBUTLER_PUBLIC_URL: 'https://ada:hunter2@builds.example.com' },
      'BUILDBUTLER_PUBLIC_URL: its value cannot be read. Expected an http:// or https:// address without user name, query or fragment, such as https://builds.example.com.',
    ],
    [
      { BUILDBUTLER_DATABASE_URL: 'mysql://bb:hunter2@db/bb' },
      'BUILDBUTLER_DATABASE_URL: its value cannot be read. Expected the address of a PostgreSQL database, such as postgres://buildbutler:password@db.example.com:5432/buildbutler (characters like @ : / in the password as %40 %3A %2F).',
    ],
    [
      { BUILDBUTLER_ADMIN_USER: 'ada' },
      'BUILDBUTLER_ADMIN_USER needs BUILDBUTLER_ADMIN_PASSWORD_FILE: the path of a file that holds the password.',
    ],
    [
      { BUILDBUTLER_ADMIN_PASSWORD_FILE: '/p' },
      'BUILDBUTLER_ADMIN_PASSWORD_FILE needs BUILDBUTLER_ADMIN_USER: the name of the first administrator.',
    ],
    [
      { BUILDBUTLER_OUTBOUND_ALLOW: 'jenkins.local,10.0.0.0/33' },
      'BUILDBUTLER_OUTBOUND_ALLOW: "jenkins.local,10.0.0.0/33" cannot be read. Expected host names, addresses or CIDR blocks separated by commas, such as jenkins.local,10.0.0.0/8.',
    ],
    [
      { BUILDBUTLER_OUTBOUND_ALLOW: '*.example.com' },
      'BUILDBUTLER_OUTBOUND_ALLOW: "*.example.com" cannot be read. Expected host names, addresses or CIDR blocks separated by commas, such as jenkins.local,10.0.0.0/8.',
    ],
    [
      { BUILDBUTLER_TRUSTED_PROXIES: 'proxy.local' },
      'BUILDBUTLER_TRUSTED_PROXIES: "proxy.local" cannot be read. Expected addresses or CIDR blocks separated by commas, such as 10.0.0.5,172.16.0.0/12.',
    ],
    [
      { BUILDBUTLER_LOG_LEVEL: 'DEBUG' },
      'BUILDBUTLER_LOG_LEVEL: "DEBUG" cannot be read. Expected error, warn, info or debug.',
    ],
    [{ BUILDBUTLER_DATA_DIR: '/a\0b' }, 'BUILDBUTLER_DATA_DIR: "/a?b" cannot be read. Expected the path of a folder.'],
    [
      { BUILDBUTLER_SECRET_KEY_FILE: '/a\0b' },
      'BUILDBUTLER_SECRET_KEY_FILE: "/a?b" cannot be read. Expected the path of a file.',
    ],
    [
      { JENKINS_TLS_REJECT_UNAUTHORIZED: 'no' },
      'JENKINS_TLS_REJECT_UNAUTHORIZED: "no" cannot be read. Expected true or 1 (certificates are checked; also when empty), or false or 0 (they are not).',
    ],
    [{ BUILDBUTLER_PROT: '1' }, 'BUILDBUTLER_PROT is not a setting of BuildButler. Did you mean BUILDBUTLER_PORT?'],
    [
      { BUILDBUTLER_DATADIR: '/x' },
      'BUILDBUTLER_DATADIR is not a setting of BuildButler. Did you mean BUILDBUTLER_DATA_DIR?',
    ],
    [
      { BUILDBUTLER_SERVICE_HOST: '10.0.0.1' },
      'BUILDBUTLER_SERVICE_HOST is not a setting of BuildButler. Kubernetes sets it for a Service named "buildbutler": rename the Service, or set enableServiceLinks: false for the pod.',
    ],
    [
      { BUILDBUTLER_COMPLETELY_UNKNOWN: '' },
      `BUILDBUTLER_COMPLETELY_UNKNOWN is not a setting of BuildButler. Remove it; the settings are ${knownNames.join(', ')}.`,
    ],
  ])('%j', (env, sentence) => {
    const refusal = refusalOf(env);
    expect(refusal).toMatchObject({ code: 'bad_request', message: sentence });
    expect(refusal.details).toHaveLength(1);
  });

  test('all of them are told at once, by variable', () => {
    const { details, message } = refusalOf({
      BUILDBUTLER_PORT: 'x',
      BUILDBUTLER_HOTS: 'y',
      JENKINS_TLS_REJECT_UNAUTHORIZED: 'maybe',
    });
    expect(details.map(({ path }) => path)).toEqual([
      'BUILDBUTLER_HOTS',
      'BUILDBUTLER_PORT',
      'JENKINS_TLS_REJECT_UNAUTHORIZED',
    ]);
    expect(message.split('\n')).toHaveLength(3);
  });

  test('a value that may hold a password is not repeated', () => {
    const { message } = refusalOf({
      BUILDBUTLER_PUBLIC_URL: 'https://ada:hunter2@x',
      BUILDBUTLER_DATABASE_URL: 'postgres://bb:hunter2@db',
    });
    expect(message).not.toContain('hunter2');
  });
});

test.each([
  ['postgres://bb:hunter2@db.example.com/bb', 'db.example.com/bb'],
  ['postgresql://bb:hunter2@[::1]:6432/bb?sslmode=no-verify', '[::1]:6432/bb'],
  ['postgres://bb:hunter2@localhost/bb?host=/run/postgresql', '/run/postgresql/bb'],
])('of a database, only its place is shown: %s', (address, shown) => {
  const { databaseUrl } = readConfig({ BUILDBUTLER_DATABASE_URL: address });
  expect(databaseUrl).toBe(address);
  expect(describeDatabase(databaseUrl ?? '')).toBe(shown);
});

test.each(['db.example.com/bb', 'postgres://db.example.com', 'postgres:///bb', 'http://db.example.com/bb', 'postgres'])(
  'no address of a database: %s',
  (address) => {
    expect(refusalOf({ BUILDBUTLER_DATABASE_URL: address }).code).toBe('bad_request');
  },
);

describe('JENKINS_TLS_REJECT_UNAUTHORIZED', () => {
  const verifies = (text: string) => readConfig({ JENKINS_TLS_REJECT_UNAUTHORIZED: text }).verifiesTlsByDefault;

  test.each([
    ['false', false],
    ['0', false],
    ['true', true],
    ['1', true],
    ['', true],
  ])('%j', (text, expected) => {
    expect(verifies(text)).toBe(expected);
  });

  test.each(['False', 'FALSE', ' false', 'false ', 'off', 'no', '00', '2', ' ', 'null'])(
    '%j stops the start',
    (text) => {
      expect(refusalOf({ JENKINS_TLS_REJECT_UNAUTHORIZED: text }).code).toBe('bad_request');
    },
  );

  test('so does anything else', () => {
    const other = fc.string().filter((text) => !['', 'true', '1', 'false', '0'].includes(text));
    fc.assert(fc.property(other, (text) => refusalOf({ JENKINS_TLS_REJECT_UNAUTHORIZED: text }).details.length === 1));
  });

  test("Node's own variable has no say", () => {
    expect(readConfig({ NODE_TLS_REJECT_UNAUTHORIZED: '0' }).verifiesTlsByDefault).toBe(true);
  });
});

test.each([
  ['1s', 1_000],
  ['30s', 30_000],
  ['90s', 90_000],
  ['1m', 60_000],
  ['1.5m', 90_000],
  ['1500ms', 1_500],
  ['24h', 86_400_000],
])('the interval %s', (text, durationMs) => {
  expect(readConfig({ BUILDBUTLER_SYNC_INTERVAL: text }).syncIntervalMs).toBe(durationMs);
});

test.each(['0s', '0.5s', '25h', '-1s', '1 s', '1d', 's', '1e3s', '99999999999s', '١s'])(
  'the interval %s is refused',
  (text) => {
    expect(refusalOf({ BUILDBUTLER_SYNC_INTERVAL: text }).code).toBe('bad_request');
  },
);

test.each([
  ['127.0.0.1', true],
  ['127.8.9.10', true],
  ['::1', true],
  ['localhost', true],
  ['0.0.0.0', false],
  ['::', false],
  ['192.168.1.5', false],
  ['builds.example.com', false],
  ['localhost.example.com', false],
])('a server on %s is for this machine only: %s', (host, expected) => {
  expect(isLoopbackHost(host)).toBe(expected);
  expect(readConfig({ BUILDBUTLER_HOST: host }).addressRules.isListeningOnLoopback).toBe(expected);
});

test.each<[NodeJS.Platform, Record<string, string>, string]>([
  ['linux', { HOME: '/home/ada' }, '/home/ada/.local/share/buildbutler'],
  ['linux', { HOME: '/home/ada', XDG_DATA_HOME: '/data' }, '/data/buildbutler'],
  ['linux', { HOME: '/home/ada', XDG_DATA_HOME: 'relative' }, '/home/ada/.local/share/buildbutler'],
  ['darwin', { HOME: '/Users/ada' }, '/Users/ada/Library/Application Support/buildbutler'],
  ['win32', { LOCALAPPDATA: '/AppData/Local' }, '/AppData/Local/buildbutler'],
  ['linux', {}, join(homedir(), '.local/share/buildbutler')],
])('data on %s with %j', (platform, env, path) => {
  expect(defaultDataDir(env, platform)).toBe(path);
});

test('a data directory may begin with the home folder or be relative', () => {
  const dataDirOf = (text: string) => readConfig({ HOME: '/home/ada', BUILDBUTLER_DATA_DIR: text }).dataDir;
  expect(dataDirOf('~/bb')).toBe(resolve('/home/ada/bb'));
  expect(dataDirOf('~')).toBe(resolve('/home/ada'));
  expect(dataDirOf('bb')).toBe(resolve('bb'));
});

test('the command line has its own settings, and refuses unknown names too', () => {
  const env = {
    HOME: '/h',
    BUILDBUTLER_URL: ' https://builds.example.com ',
    BUILDBUTLER_TOKEN: 'bb_live_x',
    BUILDBUTLER_PORT: 'x',
  };
  expect(readCliSettings(env)).toEqual({
    version,
    dataDir: defaultDataDir({ HOME: '/h' }),
    serverUrl: 'https://builds.example.com',
    serverToken: 'bb_live_x',
  });
  expect(readCliSettings({ HOME: '/h' })).toMatchObject({ serverUrl: null, serverToken: null });
  expect(() => readCliSettings({ BUILDBUTLER_TOKN: 'secret-value' })).toThrow(/Did you mean BUILDBUTLER_TOKEN\?$/);
});

test('the documentation names the same settings', () => {
  const page = readFileSync(new URL('../../../../docs/configuration.md', import.meta.url), 'utf8');
  const named = new Set(page.match(/BUILDBUTLER_[A-Z_]+[A-Z]/g));
  expect([...named].sort()).toEqual([...knownNames].sort());
});
