import { printJson } from './table.ts';
import { say } from './talk.ts';
import { Option, type Verb } from './verb.ts';

interface RestoreOptions {
  readonly replace?: boolean;
  readonly json?: boolean;
}

export const restore: Verb<RestoreOptions> = {
  usage: 'restore <file>',
  summary: 'Put a backup into the place of the embedded store; the server must be stopped',
  options: () => [
    new Option('--replace', 'move a store that is there aside, instead of refusing'),
    new Option('--json', 'print what was done as JSON'),
  ],
  examples: [
    ['on a new machine', 'buildbutler restore buildbutler-2026-03-20T12-00-00Z.db'],
    ['go back to yesterday', 'buildbutler restore --replace /backup/buildbutler-2026-03-19.db'],
  ],
  async run({ house, io }, { args, options }) {
    const restored = await house.restore({ file: args[0] ?? '', isReplacing: options.replace === true });
    const { isKeyRight, keyFile, keyId, movedTo, path, takenAtMs } = restored;
    if (options.json) await printJson(restored, io.out);
    else await io.out.write(`${path}\n`);
    await say(
      io,
      takenAtMs === null ? 'Restored.' : `Restored what was there on ${new Date(takenAtMs).toISOString()}.`,
    );
    if (movedTo !== null) await say(io, `The store that was there is ${movedTo} now.`);
    if (!isKeyRight) {
      await say(
        io,
        `Its tokens are sealed with the key ${keyId}, which is not in ${keyFile}. Put that key file there before you start, or enter the tokens of the connections anew.`,
      );
    }
    return undefined;
  },
};
