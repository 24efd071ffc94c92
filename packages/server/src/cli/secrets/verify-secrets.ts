import { printJson, printTable } from '../table.ts';
import { say } from '../talk.ts';
import { Option, type Verb } from '../verb.ts';

interface VerifyOptions {
  readonly json?: boolean;
}

export const verifySecrets: Verb<VerifyOptions> = {
  usage: 'verify',
  summary: 'Open every sealed secret, to see whether the key file is the right one; exit code 1 when one does not open',
  options: () => [new Option('--json', 'print the result as JSON')],
  examples: [
    ['after a restore', 'buildbutler secrets verify'],
    ['with a key file of a backup', 'BUILDBUTLER_SECRET_KEY_FILE=/backup/secret.key buildbutler secrets verify'],
  ],
  async run({ house, io }, { options }) {
    const checked = await house.verifySecrets();
    const { keyFile, keyId, secrets } = checked;
    if (options.json) await printJson(checked, io.out);
    else {
      const columns = [
        { title: 'Secret', text: (row: (typeof secrets)[number]) => row.name },
        { title: 'Opens', text: (row: (typeof secrets)[number]) => (row.isReadable ? 'yes' : 'no') },
        { title: 'Key', text: (row: (typeof secrets)[number]) => row.keyId ?? '' },
      ];
      await printTable(columns, secrets, io.out);
    }
    await say(io, keyId === null ? `There is no usable key in ${keyFile}.` : `The key in ${keyFile} is ${keyId}.`);
    const isWhole = secrets.every(({ isReadable }) => isReadable) && (keyId !== null || secrets.length === 0);
    return isWhole ? undefined : 'failed';
  },
};
