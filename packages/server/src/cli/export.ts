import { open } from 'node:fs/promises';
import { type ExportWhat, exportWhats, type Result, results, routes, timeZoneSchema } from '@buildbutler/contract';
import { InvalidArgumentError } from 'commander';
import { createTerminalCleaner } from './builds/clean-for-terminal.ts';
import { CliError, usageError } from './cli-error.ts';
import { type FilterOptions, filterOptions, rangeOption, toFilterQuery } from './filters.ts';
import type { Io } from './io.ts';
import { hint } from './talk.ts';
import { collectChoice, Option, type ServerOptions, type Verb, withServer } from './verb.ts';

const formats = ['csv', 'json', 'png'] as const;
const themes = ['light', 'dark'] as const;

interface ExportOptions extends ServerOptions, FilterOptions {
  readonly format: (typeof formats)[number];
  readonly what: ExportWhat;
  readonly range?: string;
  readonly result?: readonly Result[];
  readonly tz?: string;
  readonly theme: (typeof themes)[number];
  readonly output?: string;
}

function parseTimeZone(text: string): string {
  if (timeZoneSchema.safeParse(text).success) return text;
  throw new InvalidArgumentError('Expected an IANA name, such as Europe/Berlin.');
}

async function* bytesOf(response: Response, signal: AbortSignal): AsyncGenerator<Uint8Array> {
  try {
    for await (const chunk of response.body ?? []) {
      signal.throwIfAborted();
      yield chunk as Uint8Array;
    }
  } catch (error) {
    if (signal.aborted) throw error;
    const reason = `This is not the whole export: the answer broke off (${(error as Error).message}).`;
    throw new CliError('failed', reason, { code: 'incomplete', fix: 'Try again.' });
  }
}

/** Writes to a file; one that could not be written whole is told as such. */
async function writeFile(path: string, pieces: AsyncIterable<Uint8Array>): Promise<number> {
  let bytes = 0;
  try {
    const file = await open(path, 'w');
    try {
      for await (const piece of pieces) {
        await file.writeFile(piece);
        bytes += piece.byteLength;
      }
    } finally {
      await file.close();
    }
  } catch (error) {
    if (error instanceof CliError || (error as NodeJS.ErrnoException).code === undefined) throw error;
    throw new CliError('failed', `${path} could not be written: ${(error as Error).message}.`, {
      code: 'unwritable',
      fix: 'Name another file with --output.',
    });
  }
  return bytes;
}

async function save(io: Io, response: Response, { format, output }: ExportOptions): Promise<void> {
  const pieces = bytesOf(response, io.signal);
  if (output === undefined) {
    if (!io.out.isTty) {
      for await (const piece of pieces) await io.out.write(piece);
      return;
    }
    // Names come from Jenkins: they must not move the cursor of a terminal.
    const decoder = new TextDecoder();
    const { end, push } = createTerminalCleaner(false);
    for await (const piece of pieces) await io.out.write(push(decoder.decode(piece, { stream: true })));
    await io.out.write(push(decoder.decode()) + end());
    return;
  }
  const bytes = await writeFile(output, pieces);
  await hint(io, `${output}: ${bytes} bytes of ${format}.`);
}

export const exportRows: Verb<ExportOptions> = {
  usage: 'export',
  summary: 'Export what a page shows as CSV, JSON or a picture',
  options: () => [
    new Option('--format <format>', 'csv, json or png (builds per day)').choices(formats).default('csv'),
    new Option('--what <rows>', 'which rows').choices(exportWhats).default('builds'),
    ...filterOptions(),
    new Option('--result <result>', 'with this result (repeatable)').argParser(collectChoice(results)),
    rangeOption(),
    new Option('--tz <zone>', 'time zone of the days; that of this machine unless named').argParser(parseTimeZone),
    new Option('--theme <theme>', 'of the picture').choices(themes).default('light'),
    new Option('--output <file>', 'write here instead of standard output'),
    new Option('--server <url>', 'talk to this server instead of the one of this machine'),
  ],
  examples: [
    [
      'the builds of a job as a table',
      'buildbutler export --format csv --range 30d --job team-a/checkout > builds.csv',
    ],
    ['figures by day, for a program', 'buildbutler export --what metrics --format json --range 90d'],
    ['builds per day as a picture', 'buildbutler export --format png --output builds.png'],
  ],
  run: (context, { options }) =>
    withServer(context, options, async ({ client }) => {
      const { io } = context;
      if (options.format === 'png' && options.output === undefined && io.out.isTty) {
        throw usageError('A picture cannot be shown here.', 'Add --output builds.png.');
      }
      const { format, range, result, theme, what } = options;
      const query = {
        ...(await toFilterQuery(client, options)),
        ...(range === undefined ? {} : { range }),
        ...(result === undefined ? {} : { result: [...result] }),
        tz: options.tz ?? new Intl.DateTimeFormat().resolvedOptions().timeZone,
        format,
        what,
        theme,
      };
      const response = await client.open(routes.exportAnalytics, { query }, { signal: io.signal });
      await save(io, response, options);
      return undefined;
    }),
};
