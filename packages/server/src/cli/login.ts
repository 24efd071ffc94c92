import { ApiError, createClient, routes } from '@buildbutler/contract';
import { carefulClient } from './careful-client.ts';
import { CliError, usageError } from './cli-error.ts';
import { parseServerUrl } from './connect.ts';
import type { CommandContext } from './house.ts';
import type { Io } from './io.ts';
import { readSecret } from './read-secret.ts';
import { saveLogin } from './saved-login.ts';
import { say } from './talk.ts';
import { Option, type Verb } from './verb.ts';

interface LoginOptions {
  readonly tokenStdin?: boolean;
}

async function askUrl(io: Io): Promise<string> {
  if (!io.isInteractive) throw usageError('The address of the server is missing.', 'buildbutler login <url>');
  return io.asker.text('Address of BuildButler', { placeholder: 'https://builds.example.com' });
}

const codeOf = (error: unknown) => (error instanceof ApiError ? error.problem.code : null);

/** Asks the server one question; a token without the scope for it is a valid token all the same. */
async function verify({ io }: CommandContext, { url, token }: { readonly url: string; readonly token: string }) {
  const client = carefulClient(createClient({ baseUrl: url, token }), io.signal);
  try {
    await client.call(routes.listConnections, {});
  } catch (error) {
    if (codeOf(error) === 'forbidden') return;
    if (codeOf(error) !== 'unauthorized') throw error;
    throw new CliError('notAuthorised', `${url} does not accept this token; nothing was saved.`, {
      code: 'unauthorized',
      fix: 'Create one there under Settings → API tokens → Create Token.',
    });
  }
}

export const login: Verb<LoginOptions> = {
  usage: 'login [url]',
  summary: 'Work with a BuildButler elsewhere from now on',
  options: () => [new Option('--token-stdin', 'read the API token from standard input')],
  examples: [
    ['asks for the API token, hidden', 'buildbutler login https://builds.example.com'],
    ['in a script', 'buildbutler login https://builds.example.com --token-stdin < token.txt'],
  ],
  async run(context, { args: [asked], options }) {
    const { io, house } = context;
    const url = parseServerUrl(asked ?? (await askUrl(io)));
    const secret = await readSecret(io, {
      question: `API token for ${url}`,
      flag: '--token-stdin',
      isFromInput: options.tokenStdin,
    });
    const token = secret.trim();
    await verify(context, { url, token });
    await saveLogin(house.settings().dataDir, { url, token });
    await say(io, `Signed in to ${url}. \`buildbutler logout\` goes back to this machine.`);
    return undefined;
  },
};
