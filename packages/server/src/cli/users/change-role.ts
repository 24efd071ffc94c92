import { roles, routes } from '@buildbutler/contract';
import { usageError } from '../cli-error.ts';
import { printJson } from '../table.ts';
import { say } from '../talk.ts';
import { type PrintOptions, serverOptions, type Verb, withServer } from '../verb.ts';

export const changeRole: Verb<PrintOptions> = {
  usage: 'role <user> <role>',
  summary: `Change what a user may do: ${roles.join(', ')}`,
  options: serverOptions,
  examples: [['let somebody manage connections', 'buildbutler users role ada admin']],
  run: (context, { args: [username = '', word = ''], options }) =>
    withServer(context, options, async ({ client }) => {
      const { io } = context;
      const role = roles.find((name) => name === word.toLowerCase());
      if (role === undefined) throw usageError(`"${word}" is no role.`, `Expected one of ${roles.join(', ')}.`);
      const user = await client.call(routes.updateUser, { params: { username }, body: { role } });
      await say(io, `${user.username} is ${user.role} now.`);
      if (options.json) await printJson(user, io.out);
      return undefined;
    }),
};
