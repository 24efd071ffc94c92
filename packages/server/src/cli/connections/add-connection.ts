import { type Client, type ConnectionInput, connectionInputSchema, routes } from '@buildbutler/contract';
import { CliError, usageError } from '../cli-error.ts';
import type { Check, Io } from '../io.ts';
import { readSecret } from '../read-secret.ts';
import { hint, say } from '../talk.ts';
import { Option, type PrintOptions, serverOptions, type Verb, withServer } from '../verb.ts';
import { type SettingsOptions, settingsOptions, toSettings } from './connection-options.ts';
import { printConnection } from './connection-table.ts';
import { printTestReport } from './test-report.ts';

interface AddOptions extends PrintOptions, SettingsOptions {
  readonly name?: string;
  readonly url?: string;
  readonly username?: string;
  readonly tokenStdin?: boolean;
  readonly paused?: boolean;
  readonly test?: boolean;
}

type Access = Pick<ConnectionInput, 'name' | 'url' | 'username'>;

const questions = {
  name: { question: 'Name', placeholder: 'Production Jenkins' },
  url: { question: 'URL of Jenkins', placeholder: 'https://jenkins.example.com' },
  username: { question: 'User name', placeholder: 'ci-bot' },
} as const;

function checkOf(member: keyof Access): Check {
  return (answer) => connectionInputSchema.shape[member].safeParse(answer).error?.issues[0]?.message;
}

/** A name that is taken is said before the rest is typed. */
async function nameCheck(client: Client): Promise<Check> {
  const { data } = await client.call(routes.listConnections, {});
  const taken = new Set(data.map(({ name }) => name.toLowerCase()));
  return (answer) =>
    taken.has(answer.toLowerCase()) ? 'there is a connection of this name already' : checkOf('name')(answer);
}

async function completeAccess(io: Io, client: Client, options: AddOptions): Promise<Access> {
  const missing = (['name', 'url', 'username'] as const).filter((member) => options[member] === undefined);
  if (missing.length > 0 && !io.isInteractive) {
    throw usageError(
      `Missing: ${missing.map((member) => `--${member}`).join(', ')}.`,
      'On a terminal they would be asked for.',
    );
  }
  const answers: Record<keyof Access, string> = {
    name: options.name ?? '',
    url: options.url ?? '',
    username: options.username ?? '',
  };
  for (const member of missing) {
    const { question, placeholder } = questions[member];
    const check = member === 'name' ? await nameCheck(client) : checkOf(member);
    answers[member] = await io.asker.text(question, { placeholder, check });
  }
  return answers;
}

type Body = Parameters<typeof connectionInputSchema.parse>[0] & Access & { readonly token: string };

/** Tries the connection first; a person may save what does not work yet, a script leaves out `--test` for that. */
async function tryFirst(io: Io, client: Client, body: Body): Promise<void> {
  const test = await client.call(routes.testUnsavedConnection, { body });
  await printTestReport(test, io.err);
  if (test.ok) return;
  if (io.isInteractive && (await io.asker.confirm('Save it anyway? BuildButler keeps trying.'))) return;
  throw new CliError('failed', `The connection was not saved: ${test.message}`, {
    code: test.code,
    fix: 'Leave out --test to save it nevertheless.',
  });
}

export const addConnection: Verb<AddOptions> = {
  usage: 'add',
  summary: 'Add a Jenkins instance; asks for what is missing',
  options: () => [
    new Option('--name <name>', 'what it is called here'),
    new Option('--url <url>', "Jenkins' own address"),
    new Option('--username <name>', 'the Jenkins user'),
    new Option('--token-stdin', 'read the API token from standard input (on a terminal it is asked for, hidden)'),
    ...settingsOptions(),
    new Option('--paused', 'save it without fetching'),
    new Option('--test', 'try it first, and do not save what does not work'),
    ...serverOptions(),
  ],
  examples: [
    ['be asked for everything', 'buildbutler connections add --test'],
    [
      'in a script, the token from a file',
      'buildbutler connections add --name Production --url https://jenkins.example.com --username ci-bot --token-stdin < token.txt',
    ],
    ['only the jobs of one team', 'buildbutler connections add --include "team-a/**" --exclude "**/PR-*"'],
  ],
  run: (context, { options }) =>
    withServer(context, options, async ({ client, server }) => {
      const { io } = context;
      const settings = await toSettings(options);
      if (settings.tlsMode === 'ca' && options.caFile === undefined) {
        throw usageError('--tls-mode ca needs --ca-file.', 'It names the PEM file of the authority to trust.');
      }
      const access = await completeAccess(io, client, options);
      const token = await readSecret(io, {
        question: 'API token',
        flag: '--token-stdin',
        isFromInput: options.tokenStdin,
      });
      const body = { ...settings, ...access, token, paused: options.paused === true };
      if (options.test) await tryFirst(io, client, body);
      const connection = await client.call(routes.createConnection, { body });
      await say(io, `Added "${connection.name}" with id ${connection.id}.`);
      await printConnection(connection, io, options.json);
      if (server === null) await hint(io, 'No server runs on this machine: the import begins when it starts.');
      return undefined;
    }),
};
