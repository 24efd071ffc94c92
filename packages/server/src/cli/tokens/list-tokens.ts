import { routes } from '@buildbutler/contract';
import { printJson, printTable } from '../table.ts';
import { hint } from '../talk.ts';
import { type PrintOptions, serverOptions, type Verb, withServer } from '../verb.ts';
import { tokenColumns } from './token-table.ts';

export const listTokens: Verb<PrintOptions> = {
  usage: 'list',
  summary: 'List the API tokens, their scopes, expiry and last use',
  options: serverOptions,
  examples: [['see every token', 'buildbutler tokens list']],
  run: (context, { options }) =>
    withServer(context, options, async ({ client }) => {
      const { io } = context;
      const { data } = await client.call(routes.listTokens, {});
      if (options.json) await printJson(data, io.out);
      else if (data.length > 0) await printTable(tokenColumns(io.nowMs()), data, io.out);
      if (data.length === 0) await hint(io, 'No API tokens. Create one with `buildbutler tokens create <name>`.');
      return undefined;
    }),
};
