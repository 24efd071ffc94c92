import { ApiError, type Client, type Connection, type ConnectionPatch, routes } from '@buildbutler/contract';
import { usageError } from '../cli-error.ts';
import type { Io } from '../io.ts';
import { readSecret } from '../read-secret.ts';
import { hint, say } from '../talk.ts';
import { Option, type PrintOptions, serverOptions, type Verb, withServer } from '../verb.ts';
import { type SettingsOptions, settingsOptions, toSettings } from './connection-options.ts';
import { printConnection } from './connection-table.ts';
import { findConnection } from './find-connection.ts';

interface EditOptions extends PrintOptions, SettingsOptions {
  readonly name?: string;
  readonly url?: string;
  readonly username?: string;
  readonly tokenStdin?: boolean;
}

const question = 'API token';
const flag = '--token-stdin';

/** A stored token could be read at another address, so the server wants to see it again for some changes. */
function demandsToken(error: unknown): error is ApiError {
  return error instanceof ApiError && (error.problem.errors ?? []).some(({ path }) => path === 'token');
}

interface Edit {
  readonly id: number;
  readonly body: ConnectionPatch;
}

async function save(io: Io, client: Client, { id, body }: Edit): Promise<Connection> {
  try {
    return await client.call(routes.updateConnection, { params: { id }, body });
  } catch (error) {
    if (!demandsToken(error) || body.token !== undefined) throw error;
    if (!io.isInteractive) throw usageError(error.message, `Hand it in on standard input: ${flag} < token.txt.`);
    await say(io, error.message);
    const token = await readSecret(io, { question, flag, isFromInput: false });
    return client.call(routes.updateConnection, { params: { id }, body: { ...body, token } });
  }
}

export const editConnection: Verb<EditOptions> = {
  usage: 'edit <connection>',
  summary: 'Change a Jenkins instance; what is not named stays',
  options: () => [
    new Option('--name <name>', 'what it is called here'),
    new Option('--url <url>', "Jenkins' own address (needs the token again)"),
    new Option('--username <name>', 'the Jenkins user (needs the token again)'),
    new Option('--token-stdin', 'read a new API token from standard input (on a terminal it is asked for, hidden)'),
    ...settingsOptions(),
    new Option('--no-include', 'all jobs again'),
    new Option('--no-exclude', 'leave out no jobs'),
    ...serverOptions(),
  ],
  examples: [
    ['rename it', 'buildbutler connections edit 2 --name Staging'],
    ['a new API token', 'buildbutler connections edit Production --token-stdin < token.txt'],
    ['poll every five minutes, gently', 'buildbutler connections edit Production --sync-interval 5m --pace gentle'],
  ],
  run: (context, { args: [named = ''], options }) =>
    withServer(context, options, async ({ client, server }) => {
      const { io } = context;
      const { name, url, username } = options;
      const patch: ConnectionPatch = {
        ...(await toSettings(options)),
        ...(name === undefined ? {} : { name }),
        ...(url === undefined ? {} : { url }),
        ...(username === undefined ? {} : { username }),
      };
      if (Object.keys(patch).length === 0 && !options.tokenStdin) {
        throw usageError('Nothing to change was named.', '`buildbutler connections edit --help` lists what can be.');
      }
      const { id } = await findConnection(client, named);
      const isFromInput = options.tokenStdin;
      const token = isFromInput ? { token: await readSecret(io, { question, flag, isFromInput }) } : {};
      const connection = await save(io, client, { id, body: { ...patch, ...token } });
      await say(io, `Changed "${connection.name}".`);
      await printConnection(connection, io, options.json);
      if (server === null) await hint(io, 'No server runs on this machine: it will act on this when it starts.');
      return undefined;
    }),
};
