import { type Role, roles, routes } from '@buildbutler/contract';
import { say } from '../talk.ts';
import { Option, type PrintOptions, serverOptions, type Verb, withServer } from '../verb.ts';
import { printLink } from './print-link.ts';

interface InviteOptions extends PrintOptions {
  readonly role: Role;
  readonly note?: string;
}

export const inviteUser: Verb<InviteOptions> = {
  usage: 'invite',
  summary: 'Make a link with which one person creates an account; printed this once, good for 72 hours',
  options: () => [
    new Option('--role <role>', 'what the person may do').choices([...roles]).default('viewer'),
    new Option('--note <text>', 'whom it is for; the list of invitations shows it'),
    ...serverOptions(),
  ],
  examples: [
    ['a colleague who looks at builds', 'buildbutler users invite --note "Ada, payments"'],
    ['another administrator', 'buildbutler users invite --role admin'],
  ],
  run: (context, { options }) =>
    withServer(context, options, async ({ client, server }) => {
      const { io } = context;
      const { note, role } = options;
      const link = await client.call(routes.createInvitation, {
        body: { role, ...(note === undefined ? {} : { note }) },
      });
      await printLink(link, { io, server, isJson: options.json === true });
      await say(
        io,
        `Whoever opens this link becomes ${role}, once, until ${link.expiresAt}. Hand it over by a safe way.`,
      );
      return undefined;
    }),
};
