import { routes } from '@buildbutler/contract';
import { printJson, printTable } from '../table.ts';
import { hint } from '../talk.ts';
import { type PrintOptions, serverOptions, type Verb, withServer } from '../verb.ts';
import { userColumns } from './user-table.ts';

export const listUsers: Verb<PrintOptions> = {
  usage: 'list',
  summary: 'List the users, their roles and whether they may sign in',
  options: serverOptions,
  examples: [['who is an administrator', "buildbutler users list | awk -F'\\t' '$2 == \"admin\" { print $1 }'"]],
  run: (context, { options }) =>
    withServer(context, options, async ({ client }) => {
      const { io } = context;
      const { data } = await client.call(routes.listUsers, {});
      if (options.json) await printJson(data, io.out);
      else if (data.length > 0) await printTable(userColumns(io.nowMs()), data, io.out);
      if (data.length === 0)
        await hint(io, 'No users yet: `buildbutler serve` prints the link that creates the first.');
      return undefined;
    }),
};
