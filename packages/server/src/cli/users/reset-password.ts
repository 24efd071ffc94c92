import { newPasswordSchema, routes } from '@buildbutler/contract';
import { usageError } from '../cli-error.ts';
import type { Io } from '../io.ts';
import { readSecret } from '../read-secret.ts';
import { say } from '../talk.ts';
import { Option, type ServerOptions, serverOptions, type Verb, withServer } from '../verb.ts';

interface ResetOptions extends ServerOptions {
  readonly passwordStdin?: boolean;
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

export const resetPassword: Verb<ResetOptions> = {
  usage: 'reset-password <user>',
  summary: 'Set a new password and end all sessions of a user',
  options: () => [
    new Option('--password-stdin', 'read the password from standard input'),
    ...serverOptions().filter(({ long }) => long !== '--json'),
  ],
  examples: [
    ['somebody has forgotten it (asks for the new one, hidden)', 'buildbutler users reset-password ada'],
    ['from a password store', 'pass buildbutler/ada | buildbutler users reset-password ada --password-stdin'],
  ],
  run: (context, { args: [username = ''], options }) =>
    withServer(context, options, async ({ client }) => {
      const { io } = context;
      const password = await readPassword(io, options.passwordStdin);
      await client.call(routes.resetPassword, { params: { username }, body: { password } });
      await say(io, `The password of "${username}" is changed; all sessions of this user are ended.`);
      return undefined;
    }),
};
