import { mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { connect, parseServerUrl } from '../../src/cli/connect.ts';
import type { House, LocalAccess } from '../../src/cli/house.ts';
import { loginFile, readLogin, removeLogin, saveLogin } from '../../src/cli/saved-login.ts';
import type { CliSettings } from '../../src/config/read-cli-settings.ts';
import { absentHouse } from './absent-house.ts';
import { memoryIo } from './memory-io.ts';

let dataDir: string;

beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'buildbutler-cli-'));
});
afterEach(() => rm(dataDir, { recursive: true, force: true }));

interface Machine extends Partial<CliSettings> {
  readonly isRunning?: boolean;
}

/** Notes which token each request would carry, and to where. */
function houseOf({ isRunning = false, ...settings }: Machine, seen: string[]): House {
  const access = (baseUrl: string): LocalAccess => ({
    baseUrl,
    token: 'local',
    fetch: async (url, init) => {
      seen.push(`${new Headers(init.headers).get('authorization')} ${url}`);
      return Response.json({ data: [] });
    },
    close: async () => undefined,
  });
  return {
    ...absentHouse,
    settings: () => ({ version: '1', dataDir, serverUrl: null, serverToken: null, ...settings }),
    findServer: async () => (isRunning ? access('http://127.0.0.1:3000') : null),
    openOffline: async () => access('http://offline'),
  };
}

async function choose(machine: Machine, asked?: string): Promise<string | null> {
  return (await connect({ io: memoryIo(), house: houseOf(machine, []) }, asked)).server;
}

const login = { url: 'https://saved.example.com', token: 'saved' };

test('prefers --server, then BUILDBUTLER_URL, then the saved login, then this machine', async () => {
  const elsewhere = { serverUrl: 'https://env.example.com', serverToken: 'env', isRunning: true };
  await saveLogin(dataDir, login);
  expect(await choose(elsewhere, 'https://asked.example.com/')).toBe('https://asked.example.com');
  expect(await choose(elsewhere)).toBe('https://env.example.com');
  expect(await choose({ isRunning: true })).toBe('https://saved.example.com');
  expect(await removeLogin(dataDir)).toBe(true);
  expect(await choose({ isRunning: true })).toBe('http://127.0.0.1:3000');
  expect(await choose({})).toBeNull();
});

test('never sends the token of one server to another', async () => {
  await saveLogin(dataDir, login);
  await expect(choose({}, 'https://other.example.com')).rejects.toMatchObject({
    exit: 'notAuthorised',
    message: 'There is no API token for https://other.example.com.',
  });
  expect(await choose({}, 'https://saved.example.com')).toBe('https://saved.example.com');
});

test('a token without an address is for the server of this machine, or a mistake', async () => {
  await expect(choose({ serverToken: 'env' })).rejects.toMatchObject({ exit: 'usage' });
  const seen: string[] = [];
  const house = houseOf({ serverToken: 'env', isRunning: true }, seen);
  const { client } = await connect({ io: memoryIo(), house }, undefined);
  const { routes } = await import('@buildbutler/contract');
  await client.call(routes.listConnections, {});
  expect(seen).toEqual(['Bearer env http://127.0.0.1:3000/api/v1/connections']);
});

test.each([
  ['builds.example.com', 'https://builds.example.com'],
  ['localhost:3000', 'http://localhost:3000'],
  ['127.0.0.1:3000/', 'http://127.0.0.1:3000'],
  ['[::1]:3000', 'http://[::1]:3000'],
  ['https://example.com/builds/', 'https://example.com/builds'],
  ['localhost.example.com', 'https://localhost.example.com'],
])('reads the address %s', (typed, url) => {
  expect(parseServerUrl(typed)).toBe(url);
});

test.each(['', 'ftp://example.com', 'https://user:pass@example.com', 'https://'])(
  'refuses the address "%s"',
  (typed) => {
    expect(() => parseServerUrl(typed)).toThrow('is not the address of a server');
  },
);

test('a saved login is for its owner alone, and a damaged one is said', async () => {
  await writeFile(loginFile(dataDir), 'old', { mode: 0o644 });
  await saveLogin(dataDir, login);
  expect((await stat(loginFile(dataDir))).mode & 0o777).toBe(0o600);
  expect(await readLogin(dataDir)).toEqual(login);
  await writeFile(loginFile(dataDir), '{"url":1}');
  await expect(readLogin(dataDir)).rejects.toMatchObject({ code: 'login_unreadable' });
});
