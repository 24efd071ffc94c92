import { newPasswordSchema, routes } from '@buildbutler/contract';
import { usageError } from '../cli-error.ts';
import type { ServerAccess } from '../connect.ts';
import type { Io } from '../io.ts';
import { readSecret } from '../read-secret.ts';
import { printJson } from '../table.ts';
import { say } from '../talk.ts';
import { Option, type PrintOptions, serverOptions, type Verb, withServer } from '../verb.ts';
import { printLink } from './print-link.ts';

interface ResetOptions extends PrintOptions {
  readonly passwordStdin?: boolean;
  readonly link?: boolean;
  readonly revokeTokens?: boolean;
}

async function readPassword(io: Io, isFromInput: boolean | undefined): Promise<string> {
  const flag = '--password-stdin';
  const password = await readSecret(io, { question: 'New password', flag, isFromInput });
  const [issue] = newPasswordSchema.safeParse(password).error?.issues ?? [];
  if (issue !== undefined) throw usageError(`This password cannot be taken: ${issue.message}.`);
  if (!io.isInteractive) return password;
  if ((await io.asker.secret('The same again')) === password) return password;
  throw usageError('The two passwords differ; nothing was changed.');
}

async function makeLink(io: Io, { client, server }: ServerAccess, username: string, isJson: boolean): Promise<void> {
  const link = await client.call(routes.createResetLink, { params: { username } });
  await printLink(link, { io, server, isJson });
  await say(io, `With this link "${username}" chooses a new password, once, until ${link.expiresAt}.`);
}

export const resetPassword: Verb<ResetOptions> = {
  usage: 'reset-password <user>',
  summary: 'Set a new password and end all sessions of a user; API tokens stay unless told otherwise',
  options: () => [
    new Option('--password-stdin', 'read the password from standard input').conflicts('link'),
    new Option('--link', 'print a link instead, with which the user chooses one'),
    new Option('--revoke-tokens', 'end the API tokens of the user as well').conflicts('link'),
    ...serverOptions(),
  ],
  examples: [
    ['somebody has forgotten it (asks for the new one, hidden)', 'buildbutler users reset-password ada'],
    ['without knowing the new one', 'buildbutler users reset-password ada --link'],
    ['from a password store', 'pass buildbutler/ada | buildbutler users reset-password ada --password-stdin'],
  ],
  run: (context, { args: [username = ''], options }) =>
    withServer(context, options, async (access) => {
      const { io } = context;
      const { json, link, passwordStdin, revokeTokens = false } = options;
      if (link) return makeLink(io, access, username, json === true).then(() => undefined);
      const password = await readPassword(io, passwordStdin);
      await access.client.call(routes.resetPassword, { params: { username }, body: { password, revokeTokens } });
      const tokens = revokeTokens ? 'sessions and API tokens' : 'sessions';
      await say(io, `The password of "${username}" is changed; all ${tokens} of this user are ended.`);
      if (json) await printJson({ username, revokedTokens: revokeTokens }, io.out);
      return undefined;
    }),
};
