import { type Client, createClient } from '@buildbutler/contract';
import { carefulClient } from './careful-client.ts';
import { CliError, usageError } from './cli-error.ts';
import type { CommandContext, House, LocalAccess } from './house.ts';
import { readLogin } from './saved-login.ts';

export interface ServerAccess {
  readonly client: Client;
  /** The address of the server, or null when the app was assembled in this process. */
  readonly server: string | null;
  /** True where servers of other machines may act on what is changed here. */
  readonly hasPeers: boolean;
  close(): Promise<void>;
}

const loopback = /^(localhost|127\.[\d.]+|\[::1\])(:|\/|$)/i;

/** A token must not travel unencrypted because a person left out `https://`. */
function addScheme(text: string): string {
  if (/^[a-z][a-z0-9+.-]*:\/\//i.test(text)) return text;
  return `${loopback.test(text) ? 'http' : 'https'}://${text}`;
}

/** The base address of a server from what a person typed; throws a usage error for anything else. */
export function parseServerUrl(text: string): string {
  const withScheme = addScheme(text.trim());
  const url = URL.canParse(withScheme) ? new URL(withScheme) : null;
  if (url === null || (url.protocol !== 'http:' && url.protocol !== 'https:') || url.username !== '') {
    throw usageError(
      `"${text}" is not the address of a server.`,
      'Expected something like https://builds.example.com.',
    );
  }
  return (url.origin + url.pathname).replace(/\/+$/, '');
}

function remote(url: string, token: string): ServerAccess {
  return { client: createClient({ baseUrl: url, token }), server: url, hasPeers: false, close: async () => undefined };
}

function local(access: LocalAccess, server: string | null, token = access.token): ServerAccess {
  const { baseUrl, fetch } = access;
  const client = createClient({ baseUrl, token, ...(fetch === undefined ? {} : { fetch }) });
  return { client, server, hasPeers: access.hasPeers ?? false, close: () => access.close() };
}

function missingToken(url: string): CliError {
  return new CliError('notAuthorised', `There is no API token for ${url}.`, {
    code: 'unauthorized',
    fix: `Sign in with \`buildbutler login ${url}\`, or set BUILDBUTLER_TOKEN.`,
  });
}

async function connectRemote(house: House, asked: string | undefined): Promise<ServerAccess | null> {
  const { dataDir, serverToken, serverUrl } = house.settings();
  const named = asked ?? serverUrl;
  const login = await readLogin(dataDir);
  if (named === null) return login === null ? null : remote(login.url, serverToken ?? login.token);
  const url = parseServerUrl(named);
  const token = serverToken ?? (login?.url === url ? login.token : null);
  if (token === null) throw missingToken(url);
  return remote(url, token);
}

/** A token without an address belongs to the server of this machine; without one, the person forgot the address. */
async function connectLocal(house: House): Promise<ServerAccess> {
  const { serverToken } = house.settings();
  const running = await house.findServer();
  if (running !== null) return local(running, running.baseUrl, serverToken ?? running.token);
  if (serverToken === null) return local(await house.openOffline(), null);
  throw usageError(
    'BUILDBUTLER_TOKEN is set, but it is not said for which server, and none runs on this machine.',
    'Set BUILDBUTLER_URL as well, or unset BUILDBUTLER_TOKEN to work on the data directory of this machine.',
  );
}

/**
 * Finds the API that a command talks to: the server named by `--server`, BUILDBUTLER_URL or `buildbutler login`; else
 * the server that runs on this machine's data directory; else the same app assembled in this process.
 */
export async function connect({ house, io }: CommandContext, asked: string | undefined): Promise<ServerAccess> {
  const access = (await connectRemote(house, asked)) ?? (await connectLocal(house));
  return { ...access, client: carefulClient(access.client, io.signal) };
}
