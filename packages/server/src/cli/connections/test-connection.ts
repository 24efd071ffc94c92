import { routes } from '@buildbutler/contract';
import { printJson } from '../table.ts';
import { type PrintOptions, serverOptions, type Verb, withServer } from '../verb.ts';
import { findConnection } from './find-connection.ts';
import { printTestReport } from './test-report.ts';

export const testConnection: Verb<PrintOptions> = {
  usage: 'test <connection>',
  summary: 'Try a connection and show what may be read; exit code 1 when it does not work',
  options: serverOptions,
  examples: [
    ['try the connection called Production', 'buildbutler connections test Production'],
    [
      'the rights that are missing',
      'buildbutler connections test 1 | awk -F\'\\t\' \'$1 == "right" && $3 != "granted"\'',
    ],
  ],
  run: (context, { args: [named = ''], options }) =>
    withServer(context, options, async ({ client }) => {
      const { id } = await findConnection(client, named);
      const test = await client.call(routes.testConnection, { params: { id } });
      if (options.json) await printJson(test, context.io.out);
      else await printTestReport(test, context.io.out);
      return test.ok ? undefined : 'failed';
    }),
};
