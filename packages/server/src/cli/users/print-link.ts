import type { AccountLink } from '@buildbutler/contract';
import type { ServerAccess } from '../connect.ts';
import type { Io } from '../io.ts';
import { printJson } from '../table.ts';
import { hint } from '../talk.ts';

export interface LinkPrinting {
  readonly io: Io;
  readonly server: ServerAccess['server'];
  readonly isJson: boolean;
}

/** Prints a link that is shown this once; as a path where nobody knows under which address the server is reached. */
export async function printLink(link: AccountLink, { io, isJson, server }: LinkPrinting): Promise<void> {
  const url = link.url ?? (server === null ? null : `${server}${link.path}`);
  if (isJson) await printJson({ ...link, url }, io.out);
  else await io.out.write(`${url ?? link.path}\n`);
  if (url === null) await hint(io, 'Put the address of your server in front, or set BUILDBUTLER_PUBLIC_URL.');
  else if (link.url === null && /^https?:\/\/(localhost|127\.|\[::1\])/.test(url)) {
    await hint(io, 'This address works on this machine only: set BUILDBUTLER_PUBLIC_URL to the one that people use.');
  }
}
