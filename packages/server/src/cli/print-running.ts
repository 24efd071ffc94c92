import type { RunningServer } from './house.ts';
import type { Io } from './io.ts';
import { type Field, printFields, printJson } from './table.ts';
import { hint } from './talk.ts';

export interface Announcement {
  readonly title: string;
  readonly fields: readonly Field[];
  /** For `--json`, besides address and set-up link. */
  readonly members?: Readonly<Record<string, string>>;
}

/** Says where a server answers and how to get in. */
export async function printRunning(
  io: Io,
  { address, setupUrl }: RunningServer,
  { announcement, isJson }: { readonly announcement: Announcement; readonly isJson: boolean | undefined },
): Promise<void> {
  if (isJson) return printJson({ address, setupUrl, ...announcement.members }, io.out);
  const setup = setupUrl === null ? [] : [{ title: 'Set up', text: setupUrl }];
  await io.out.write(`${io.out.colors.bold(announcement.title)}\n\n`);
  await printFields([{ title: 'Address', text: address }, ...setup, ...announcement.fields], io.out);
  await hint(io, 'Ctrl-C stops it.');
}

/** Resolves on Ctrl-C or SIGTERM. */
export function untilQuit({ quit }: Io): Promise<void> {
  return new Promise((resolve) => {
    if (quit.aborted) resolve();
    else quit.addEventListener('abort', () => resolve(), { once: true });
  });
}
