import { readFile, stat } from 'node:fs/promises';
import { type ConnectionPatch, paces, tlsModes } from '@buildbutler/contract';
import { InvalidArgumentError } from 'commander';
import { usageError } from '../cli-error.ts';
import { collect, Option, parseWhole } from '../verb.ts';

export interface SettingsOptions {
  readonly tlsMode?: (typeof tlsModes)[number];
  readonly caFile?: string;
  /** False = `--no-include`: the list becomes empty. */
  readonly include?: readonly string[] | false;
  readonly exclude?: readonly string[] | false;
  readonly historyDays?: number;
  readonly historyBuilds?: number;
  readonly pace?: (typeof paces)[number];
  readonly syncInterval?: number | 'default';
}

const longestCertificateBytes = 200_000;
const secondsOf = { s: 1, m: 60, h: 3600 } as const;

/** `30`, `30s`, `5m`, `1h`, or `default` for the interval of the server. */
function parseInterval(text: string): number | 'default' {
  if (text === 'default') return text;
  const [, digits, unit] = /^(\d{1,6})([smh]?)$/.exec(text) ?? [];
  const seconds = Number(digits) * secondsOf[(unit || 's') as keyof typeof secondsOf];
  if (seconds >= 1 && seconds <= 86_400) return seconds;
  throw new InvalidArgumentError('Expected 1s to 24h, such as 30s or 5m, or default.');
}

/** Settings of a connection that have a default. */
export function settingsOptions(): Option[] {
  return [
    new Option('--tls-mode <mode>', 'how certificates are checked').choices(tlsModes),
    new Option('--ca-file <file>', 'PEM file of the certificate authority to trust; implies --tls-mode ca'),
    new Option('--include <glob>', 'only jobs like this (repeatable): "team/**"').argParser(collect),
    new Option('--exclude <glob>', 'no jobs like this (repeatable): "**/PR-*"').argParser(collect),
    new Option('--history-days <days>', 'how far back the first import goes').argParser(parseWhole(1, 36_500)),
    new Option('--history-builds <count>', 'builds of a job at most').argParser(parseWhole(1, 10_000_000)),
    new Option('--pace <pace>', 'how hard the import may push the controller').choices(paces),
    new Option('--sync-interval <time>', 'time between polls, such as 30s; default = that of the server').argParser(
      parseInterval,
    ),
  ];
}

async function readCertificate(path: string): Promise<string> {
  try {
    const { size } = await stat(path);
    if (size > longestCertificateBytes) throw new Error('it is longer than 200,000 bytes');
    return await readFile(path, 'utf8');
  } catch (error) {
    throw usageError(
      `The certificate file ${path} cannot be read (${(error as Error).message}).`,
      '--ca-file names a file in PEM format.',
    );
  }
}

async function toTls({
  tlsMode,
  caFile,
}: SettingsOptions): Promise<Pick<ConnectionPatch, 'tlsMode' | 'caCertificate'>> {
  if (caFile === undefined) return tlsMode === undefined ? {} : { tlsMode };
  if (tlsMode !== undefined && tlsMode !== 'ca')
    throw usageError(`--ca-file has no meaning with --tls-mode ${tlsMode}.`);
  return { tlsMode: 'ca', caCertificate: await readCertificate(caFile) };
}

const given = <K extends string, V>(name: K, value: V | undefined) =>
  (value === undefined ? {} : { [name]: value }) as Partial<Record<K, V>>;

const listOf = (globs: readonly string[] | false | undefined) => (globs === false ? [] : globs && [...globs]);

/** The settings that the options name, as members of the API's body; reads the certificate file. */
export async function toSettings(options: SettingsOptions): Promise<ConnectionPatch> {
  const { syncInterval } = options;
  return {
    ...(await toTls(options)),
    ...given('includeJobs', listOf(options.include)),
    ...given('excludeJobs', listOf(options.exclude)),
    ...given('historyDays', options.historyDays),
    ...given('historyBuilds', options.historyBuilds),
    ...given('pace', options.pace),
    ...given('syncIntervalSeconds', syncInterval === 'default' ? null : syncInterval),
  };
}
