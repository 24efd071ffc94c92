import { routes, type Scope, scopes } from '@buildbutler/contract';
import { printJson } from '../table.ts';
import { say } from '../talk.ts';
import { collectChoice, Option, type PrintOptions, parseWhole, serverOptions, type Verb, withServer } from '../verb.ts';

interface CreateOptions extends PrintOptions {
  readonly scope?: readonly Scope[];
  readonly expiresDays?: number;
}

const dayMs = 86_400_000;
const readScopes = ['read:jobs', 'read:builds', 'read:analytics'] as const satisfies readonly Scope[];

export const createToken: Verb<CreateOptions> = {
  usage: 'create <name>',
  summary: 'Create an API token and print it, this once',
  options: () => [
    new Option(
      '--scope <scope>',
      `what it may do (repeatable): ${scopes.join(', ')}; the three read scopes unless named`,
    ).argParser(collectChoice(scopes)),
    new Option('--expires-days <days>', 'valid for so many days; a year unless named').argParser(parseWhole(1, 3650)),
    ...serverOptions(),
  ],
  examples: [
    ['a token that may read', 'buildbutler tokens create grafana'],
    [
      'one that may manage connections, into a file',
      'buildbutler tokens create provisioning --scope write:connections --scope read:jobs > token.txt',
    ],
  ],
  run: (context, { args: [name = ''], options }) =>
    withServer(context, options, async ({ client }) => {
      const { io } = context;
      const { expiresDays } = options;
      const expiresAt =
        expiresDays === undefined ? undefined : new Date(io.nowMs() + expiresDays * dayMs).toISOString();
      const created = await client.call(routes.createToken, {
        body: {
          name,
          scopes: [...new Set(options.scope ?? readScopes)],
          ...(expiresAt === undefined ? {} : { expiresAt }),
        },
      });
      if (options.json) await printJson(created, io.out);
      else await io.out.write(`${created.token}\n`);
      await say(
        io,
        `Created "${created.name}" (${created.scopes.join(', ')}), valid until ${created.expiresAt.slice(0, 10)}. ` +
          'The token is shown this once: keep it safe.',
      );
      return undefined;
    }),
};
