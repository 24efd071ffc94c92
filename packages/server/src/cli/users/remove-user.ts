import { routes } from '@buildbutler/contract';
import { cleanText } from '../clean-text.ts';
import { CliError, usageError } from '../cli-error.ts';
import type { Io } from '../io.ts';
import { printJson } from '../table.ts';
import { say } from '../talk.ts';
import { Option, type PrintOptions, serverOptions, type Verb, withServer } from '../verb.ts';

interface RemoveOptions extends PrintOptions {
  readonly yes?: boolean;
}

async function confirm(io: Io, username: string): Promise<void> {
  if (!io.isInteractive) {
    throw usageError(`Nobody is here to confirm the removal of "${username}".`, 'Say --yes if it is meant.');
  }
  const typed = await io.asker.text(cleanText(`Type ${username} to remove this user with all sessions and API tokens`));
  if (typed.trim() !== username) {
    throw new CliError('failed', 'The name does not match; nothing was removed.', { code: 'not_confirmed' });
  }
}

export const removeUser: Verb<RemoveOptions> = {
  usage: 'remove <user>',
  summary: 'Remove a user with all sessions and API tokens; the audit log keeps the name',
  options: () => [new Option('--yes', 'do not ask for the name'), ...serverOptions()],
  examples: [
    ['for good', 'buildbutler users remove ada'],
    ['in a script', 'buildbutler users remove ada --yes'],
  ],
  run: (context, { args: [username = ''], options }) =>
    withServer(context, options, async ({ client }) => {
      const { io } = context;
      if (!options.yes) await confirm(io, username);
      await client.call(routes.removeUser, { params: { username } });
      await say(io, `Removed "${username}".`);
      if (options.json) await printJson({ username }, io.out);
      return undefined;
    }),
};
