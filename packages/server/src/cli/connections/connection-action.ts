import type { Connection, routes } from '@buildbutler/contract';
import { CliError } from '../cli-error.ts';
import { hint, say } from '../talk.ts';
import { type PrintOptions, serverOptions, type Verb, withServer } from '../verb.ts';
import { printConnection } from './connection-table.ts';
import { findConnection } from './find-connection.ts';

type ActionRoute = typeof routes.pauseConnection | typeof routes.resumeConnection | typeof routes.syncConnection;

export interface ConnectionAction {
  readonly name: string;
  readonly summary: string;
  readonly route: ActionRoute;
  readonly example: readonly [purpose: string, line: string];
  readonly done: (connection: Connection) => string;
  /** Without a running server there is nobody who could do it. */
  readonly needsServer?: boolean;
}

function noServer(): CliError {
  return new CliError('unreachable', 'No server runs on this machine, so nothing can be fetched.', {
    code: 'unreachable',
    fix: 'Start it with `buildbutler serve`; it fetches by itself.',
  });
}

/** A verb that does one thing to one connection and prints what became of it. */
export function connectionAction(action: ConnectionAction): Verb<PrintOptions> {
  return {
    usage: `${action.name} <connection>`,
    summary: action.summary,
    options: serverOptions,
    examples: [action.example],
    run: (context, { args: [named = ''], options }) =>
      withServer(context, options, async ({ client, hasPeers, server }) => {
        const { io } = context;
        const { id } = await findConnection(client, named);
        if (action.needsServer && server === null && !hasPeers) throw noServer();
        const connection = await client.call(action.route, { params: { id } });
        await say(io, action.done(connection));
        await printConnection(connection, io, options.json);
        if (hasPeers)
          await hint(io, 'No server runs on this machine: those on the database act on this within seconds.');
        else if (server === null) await hint(io, 'No server runs on this machine: it will act on this when it starts.');
        return undefined;
      }),
  };
}
