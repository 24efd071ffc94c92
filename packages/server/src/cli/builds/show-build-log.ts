import { routes } from '@buildbutler/contract';
import { CliError } from '../cli-error.ts';
import type { Io } from '../io.ts';
import { printJson } from '../table.ts';
import { say } from '../talk.ts';
import { Option, type PrintOptions, serverOptions, type Verb, withServer } from '../verb.ts';
import { createLogCleaner } from './clean-log.ts';

interface LogOptions extends PrintOptions {
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
    ...serverOptions(),
  ],
  examples: [
    ['the errors in a log', 'buildbutler builds log b_1x2y3z | grep -i error'],
    ['its beginning', 'buildbutler builds log b_1x2y3z | head -50'],
  ],
  run: (context, { args: [id = ''], options }) =>
    withServer(context, options, async ({ client }) => {
      const { io } = context;
      const response = await client.open(routes.getBuildLog, { params: { id }, query: {} });
      const isTruncated = response.headers.get('x-log-truncated') === 'true';
      if (options.json) await printJson({ id, isTruncated, log: await readAll(response) }, io.out);
      else await (options.raw ? printRaw(response, io) : printClean(response, io));
      if (isTruncated) await say(io, 'The log is longer than what is shown here; the rest is in Jenkins.');
      return undefined;
    }),
};
