import { type Connection, routes } from '@buildbutler/contract';
import { cleanText } from '../clean-text.ts';
import { CliError, usageError } from '../cli-error.ts';
import type { Io } from '../io.ts';
import { formatPlural } from '../present.ts';
import { printJson } from '../table.ts';
import { say } from '../talk.ts';
import { Option, type PrintOptions, serverOptions, type Verb, withServer } from '../verb.ts';
import { findConnection } from './find-connection.ts';

interface RemoveOptions extends PrintOptions {
  readonly yes?: boolean;
  readonly deleteHistory?: boolean;
}

async function confirm(io: Io, { name, builds }: Connection, deleteHistory: boolean): Promise<void> {
  if (!io.isInteractive) {
    throw usageError(`Nobody is here to confirm the removal of "${name}".`, 'Say --yes if it is meant.');
  }
  const history = deleteHistory
    ? `its history of ${formatPlural(builds.known, 'build')} is deleted for good`
    : 'its history is kept';
  const typed = await io.asker.text(cleanText(`Type ${name} to remove this connection (${history})`));
  if (typed !== name) {
    throw new CliError('failed', 'The name does not match; nothing was removed.', { code: 'not_confirmed' });
  }
}

export const removeConnection: Verb<RemoveOptions> = {
  usage: 'remove <connection>',
  summary: 'Remove a Jenkins instance; its history stays unless told otherwise',
  options: () => [
    new Option('--yes', 'do not ask for the name'),
    new Option('--delete-history', 'delete its jobs and builds as well'),
    ...serverOptions(),
  ],
  examples: [
    ['stop using a controller and keep what was collected', 'buildbutler connections remove Staging'],
    ['delete it and its history in a script', 'buildbutler connections remove Staging --yes --delete-history'],
  ],
  run: (context, { args: [named = ''], options }) =>
    withServer(context, options, async ({ client }) => {
      const { io } = context;
      const connection = await findConnection(client, named);
      const deleteHistory = options.deleteHistory === true;
      if (!options.yes) await confirm(io, connection, deleteHistory);
      await client.call(routes.deleteConnection, {
        params: { id: connection.id },
        query: { confirm: connection.name, deleteHistory: deleteHistory ? 'true' : 'false' },
      });
      await say(io, `Removed "${connection.name}"; its history was ${deleteHistory ? 'deleted' : 'kept'}.`);
      if (options.json) await printJson({ id: connection.id, name: connection.name, deleteHistory }, io.out);
      return undefined;
    }),
};
