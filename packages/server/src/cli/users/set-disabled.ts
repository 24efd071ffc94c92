import { routes } from '@buildbutler/contract';
import { printJson } from '../table.ts';
import { say } from '../talk.ts';
import { type PrintOptions, serverOptions, type Verb, withServer } from '../verb.ts';

export const disableUser: Verb<PrintOptions> = {
  usage: 'disable <user>',
  summary: 'Keep a user out: sessions and API tokens end at once, for good',
  options: serverOptions,
  examples: [['somebody leaves the team', 'buildbutler users disable ada']],
  run: (context, { args: [username = ''], options }) =>
    withServer(context, options, async ({ client }) => {
      const { io } = context;
      const user = await client.call(routes.updateUser, { params: { username }, body: { isDisabled: true } });
      await say(io, `Disabled "${user.username}"; all sessions and API tokens of this user are ended.`);
      if (options.json) await printJson(user, io.out);
      return undefined;
    }),
};

export const enableUser: Verb<PrintOptions> = {
  usage: 'enable <user>',
  summary: 'Let a disabled user sign in again; API tokens have to be made anew',
  options: serverOptions,
  examples: [['somebody comes back', 'buildbutler users enable ada']],
  run: (context, { args: [username = ''], options }) =>
    withServer(context, options, async ({ client }) => {
      const { io } = context;
      const user = await client.call(routes.updateUser, { params: { username }, body: { isDisabled: false } });
      await say(io, `"${user.username}" may sign in again.`);
      if (options.json) await printJson(user, io.out);
      return undefined;
    }),
};
