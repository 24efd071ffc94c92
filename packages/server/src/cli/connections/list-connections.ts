import { routes } from '@buildbutler/contract';
import { printJson, printTable } from '../table.ts';
import { hint } from '../talk.ts';
import { type PrintOptions, serverOptions, type Verb, withServer } from '../verb.ts';
import { connectionColumns } from './connection-table.ts';

export const listConnections: Verb<PrintOptions> = {
  usage: 'list',
  summary: 'List the Jenkins instances and their status',
  options: serverOptions,
  examples: [
    ['see every Jenkins instance', 'buildbutler connections list'],
    [
      'names of those that are not active',
      "buildbutler connections list | awk -F'\\t' '$4 != \"Active\" { print $2 }'",
    ],
    ['everything that is known about them', 'buildbutler connections list --json'],
  ],
  run: (context, { options }) =>
    withServer(context, options, async ({ client, server }) => {
      const { io } = context;
      const { data } = await client.call(routes.listConnections, {});
      if (options.json) await printJson(data, io.out);
      else if (data.length > 0) await printTable(connectionColumns, data, io.out);
      if (data.length === 0) await hint(io, 'No connections yet. Add one with `buildbutler connections add`.');
      else if (server === null) await hint(io, 'No server runs on this machine: this is what was stored last.');
      return undefined;
    }),
};
