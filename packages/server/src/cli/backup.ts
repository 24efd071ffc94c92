import { formatCount } from './present.ts';
import { printJson } from './table.ts';
import { hint, say } from './talk.ts';
import { Option, type Verb } from './verb.ts';

interface BackupOptions {
  readonly json?: boolean;
}

const megabytes = (bytes: number) => `${formatCount(Math.max(1, Math.round(bytes / 1e6)))} MB`;

export const backup: Verb<BackupOptions> = {
  usage: 'backup [file]',
  summary: 'Copy the embedded store into one file, whole and consistent, while the server runs',
  options: () => [new Option('--json', 'print what was written as JSON')],
  examples: [
    ['into the current folder, with the time in its name', 'buildbutler backup'],
    ['every night, from cron', 'buildbutler backup "/backup/buildbutler-$(date +%F).db"'],
  ],
  async run({ house, io }, { args, options }) {
    const [file] = args;
    await hint(io, 'Copying the store …');
    const written = await house.backUp(file === undefined ? {} : { file });
    if (options.json) await printJson(written, io.out);
    else await io.out.write(`${written.file}\n`);
    await say(io, `${megabytes(written.bytes)} written.`);
    if (written.keyId !== null) {
      await say(
        io,
        `The tokens in it are sealed with the key ${written.keyId} of ${written.keyFile}, which is not in it: keep that file too, elsewhere.`,
      );
    }
    return undefined;
  },
};
