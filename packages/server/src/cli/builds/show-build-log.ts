import { routes } from '@buildbutler/contract';
import { CliError } from '../cli-error.ts';
import type { Io } from '../io.ts';
import { printJson } from '../table.ts';
import { Option, type PrintOptions, serverOptions, type Verb, withServer } from '../verb.ts';
import { createTerminalCleaner } from './clean-for-terminal.ts';
import { type BuildPlace, buildPlaceOption, findBuild } from './find-build.ts';

interface LogOptions extends PrintOptions, BuildPlace {
  readonly raw?: boolean;
}

function incomplete(reason: string): CliError {
  return new CliError('failed', `This is not the whole log: ${reason}`, {
    code: 'incomplete',
    fix: 'What was printed before is right.',
  });
}

async function* textOf(response: Response): AsyncGenerator<string> {
  const decoder = new TextDecoder();
  try {
    for await (const chunk of response.body ?? []) yield decoder.decode(chunk as Uint8Array, { stream: true });
    yield decoder.decode();
  } catch (error) {
    if (error instanceof Error && error.name === 'AbortError') throw error;
    throw incomplete(`the answer broke off (${(error as Error).message}).`);
  }
}

const longestNotice = 1000;
/** The server has answered 200 before it can know that the end is missing, so it says so in a last line. */
const notice = /\n\[BuildButler: ([^\n]+)\]\n$/;

/** Hands on every piece and ends with an error when the log is not whole. */
async function* whole(pieces: AsyncIterable<string>): AsyncGenerator<string> {
  let tail = '';
  for await (const piece of pieces) {
    tail = (tail + piece).slice(-longestNotice);
    yield piece;
  }
  const reason = notice.exec(tail)?.[1];
  if (reason !== undefined) throw incomplete(reason);
}

async function print(pieces: AsyncIterable<string>, io: Io, isRaw: boolean): Promise<void> {
  const { push, end } = isRaw
    ? { push: (text: string) => text, end: () => '' }
    : createTerminalCleaner(io.out.isTty && io.out.colors.isColorSupported);
  try {
    for await (const piece of pieces) {
      await io.out.write(push(piece));
      io.signal.throwIfAborted();
    }
  } finally {
    await io.out.write(end());
  }
}

async function printAsJson(pieces: AsyncIterable<string>, io: Io, id: string): Promise<void> {
  let log = '';
  for await (const piece of pieces) log += piece;
  await printJson({ id, log }, io.out);
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
      const pieces = whole(textOf(response));
      await (options.json ? printAsJson(pieces, io, id) : print(pieces, io, options.raw === true));
      return undefined;
    }),
};
