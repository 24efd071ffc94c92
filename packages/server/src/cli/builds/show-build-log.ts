import { routes } from '@buildbutler/contract';
import { CliError } from '../cli-error.ts';
import type { Io } from '../io.ts';
import { printJson } from '../table.ts';
import { Option, type PrintOptions, serverOptions, type Verb, withServer } from '../verb.ts';
import { createLogCleaner } from './clean-log.ts';
import { type BuildPlace, buildPlaceOption, findBuild } from './find-build.ts';

interface LogOptions extends PrintOptions, BuildPlace {
  readonly raw?: boolean;
}

async function* chunksOf(response: Response): AsyncGenerator<Uint8Array> {
  try {
    for await (const chunk of response.body ?? []) yield chunk as Uint8Array;
  } catch (error) {
    if (error instanceof Error && error.name === 'AbortError') throw error;
    throw new CliError('failed', `The log broke off (${(error as Error).message}).`, {
      code: 'upstream_failed',
      fix: 'What was printed is incomplete; try again.',
    });
  }
}

async function printClean(response: Response, io: Io): Promise<void> {
  const decoder = new TextDecoder();
  const cleaner = createLogCleaner(io.out.isTty && io.out.colors.isColorSupported);
  for await (const chunk of chunksOf(response)) {
    await io.out.write(cleaner.push(decoder.decode(chunk, { stream: true })));
    io.signal.throwIfAborted();
  }
  await io.out.write(cleaner.push(decoder.decode()) + cleaner.end());
}

async function printRaw(response: Response, io: Io): Promise<void> {
  for await (const chunk of chunksOf(response)) {
    await io.out.write(chunk);
    io.signal.throwIfAborted();
  }
}

async function readAll(response: Response): Promise<string> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of chunksOf(response)) chunks.push(chunk);
  return Buffer.concat(chunks).toString('utf8');
}

export const showBuildLog: Verb<LogOptions> = {
  usage: 'log <build>',
  summary: 'Print the console log of a build',
  options: () => [
    new Option('--raw', 'every byte as it is, with sequences that a terminal acts on').conflicts('json'),
    buildPlaceOption(),
    ...serverOptions(),
  ],
  examples: [
    ['the errors in a log', 'buildbutler builds log b_1x2y3z | grep -i error'],
    [
      'the beginning of a log, the build named by job and number',
      'buildbutler builds log team-a/checkout#118 | head -50',
    ],
  ],
  run: (context, { args: [named = ''], options }) =>
    withServer(context, options, async ({ client }) => {
      const { io } = context;
      const id = await findBuild(client, named, options);
      const response = await client.open(routes.getBuildLog, { params: { id }, query: {} });
      if (options.json) await printJson({ id, log: await readAll(response) }, io.out);
      else await (options.raw ? printRaw(response, io) : printClean(response, io));
      return undefined;
    }),
};
