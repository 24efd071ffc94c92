import { formatPlural } from '../present.ts';
import { printJson } from '../table.ts';
import { say } from '../talk.ts';
import { Option, type Verb } from '../verb.ts';

interface RotateOptions {
  readonly json?: boolean;
}

export const rotateKey: Verb<RotateOptions> = {
  usage: 'rotate-key',
  summary: 'Make a new master key and seal every secret with it; the server must be stopped',
  options: () => [new Option('--json', 'print the result as JSON')],
  examples: [['after somebody left who could read the key file', 'buildbutler secrets rotate-key']],
  async run({ house, io }, { options }) {
    const rotated = await house.rotateKey();
    if (options.json) await printJson(rotated, io.out);
    else await io.out.write(`${rotated.newKeyId}\n`);
    await say(io, `${formatPlural(rotated.secrets, 'secret')} sealed with the new key ${rotated.newKeyId}.`);
    await say(
      io,
      `Backups made before need the old one, kept in ${rotated.oldKeyFile}. Remove it once none of them is needed.`,
    );
    return undefined;
  },
};
