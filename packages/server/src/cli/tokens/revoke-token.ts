import { routes } from '@buildbutler/contract';
import { CliError, usageError } from '../cli-error.ts';
import { printJson } from '../table.ts';
import { say } from '../talk.ts';
import { type PrintOptions, serverOptions, type Verb, withServer } from '../verb.ts';
import type { Token } from './token-table.ts';

function findToken(tokens: readonly Token[], named: string): Token {
  const byId = tokens.filter(({ id }) => String(id) === named);
  const [found, second] = byId.length > 0 ? byId : tokens.filter(({ name }) => name === named);
  if (found === undefined) {
    throw new CliError('notFound', `There is no API token "${named}".`, {
      code: 'not_found',
      fix: '`buildbutler tokens list` shows them.',
    });
  }
  if (second !== undefined) throw usageError(`Several tokens are called "${named}".`, 'Name it by its id.');
  return found;
}

export const revokeToken: Verb<PrintOptions> = {
  usage: 'revoke <token>',
  summary: 'Revoke an API token, named by its id or name; it stops working at once',
  options: serverOptions,
  examples: [['a token that leaked', 'buildbutler tokens revoke grafana']],
  run: (context, { args: [named = ''], options }) =>
    withServer(context, options, async ({ client }) => {
      const { io } = context;
      const { data } = await client.call(routes.listTokens, {});
      const { id, name } = findToken(data, named);
      await client.call(routes.revokeToken, { params: { id } });
      await say(io, `Revoked "${name}".`);
      if (options.json) await printJson({ id, name }, io.out);
      return undefined;
    }),
};
