import { routes } from '@buildbutler/contract';
import { formatAge } from '../present.ts';
import { printJson, printTable } from '../table.ts';
import { hint } from '../talk.ts';
import { type PrintOptions, serverOptions, type Verb, withServer } from '../verb.ts';

export const listUsers: Verb<PrintOptions> = {
  usage: 'list',
  summary: 'List the users and their roles',
  options: serverOptions,
  examples: [['who is an administrator', "buildbutler users list | awk -F'\\t' '$2 == \"admin\" { print $1 }'"]],
  run: (context, { options }) =>
    withServer(context, options, async ({ client }) => {
      const { io } = context;
      const { data } = await client.call(routes.listUsers, {});
      const columns = [
        { title: 'User', text: (user: (typeof data)[number]) => user.username },
        { title: 'Role', text: (user: (typeof data)[number]) => user.role },
        {
          title: 'Created',
          text: (user: (typeof data)[number]) => formatAge(user.createdAt, io.nowMs()),
          plain: (user: (typeof data)[number]) => user.createdAt,
        },
      ];
      if (options.json) await printJson(data, io.out);
      else if (data.length > 0) await printTable(columns, data, io.out);
      if (data.length === 0)
        await hint(io, 'No users yet: `buildbutler serve` prints the link that creates the first.');
      return undefined;
    }),
};
