import { type Command, type CommanderError, InvalidArgumentError, Option } from 'commander';
import { type ExitName, usageError } from './cli-error.ts';
import { connect, type ServerAccess } from './connect.ts';
import type { CommandContext } from './house.ts';

/** `--help` and `--version` have printed what was asked for: exit code 0. */
export class HelpShown extends Error {}

export interface VerbInput<Options> {
  readonly args: readonly string[];
  readonly options: Options;
}

export interface Verb<Options> {
  /** As commander reads it: `test <connection>`. */
  readonly usage: string;
  readonly summary: string;
  options?(): readonly Option[];
  /** Pairs of what it does and what to type. */
  readonly examples: readonly (readonly [purpose: string, line: string])[];
  /** Returns the name of the exit code when it is not `ok`. */
  run(context: CommandContext, input: VerbInput<Options>): Promise<ExitName | undefined>;
}

export interface Outcome {
  exit: ExitName;
}

/** Where a verb is added: what it may use, and where its exit code goes. */
export interface Place {
  readonly context: CommandContext;
  readonly outcome: Outcome;
}

function pathOf(command: Command): string {
  return command.parent === null ? command.name() : `${pathOf(command.parent)} ${command.name()}`;
}

/** Commander's complaint as a sentence, its suggestion behind it. */
function toSentence(message: string): string {
  const [first = '', ...rest] = message.replace(/^error: /, '').split('\n');
  const sentence = `${first.charAt(0).toUpperCase()}${first.slice(1)}${first.endsWith('.') ? '' : '.'}`;
  return [sentence, ...rest].join(' ').trim();
}

const secretOption = /^error: unknown option '--(token|password)\b/;

/** Lets commander's own complaints end like every other failure: one sentence, exit code 2. */
export function reportThroughUs(command: Command): Command {
  return command.exitOverride((error: CommanderError) => {
    if (error.exitCode === 0) throw new HelpShown();
    if (error.code === 'commander.help') throw usageError('Name a command; the list is above.');
    const secret = secretOption.exec(error.message)?.[1];
    if (secret !== undefined) {
      throw usageError(
        `A ${secret} on the command line can be read by every user of the machine.`,
        `Leave it out to be asked for it, or hand it in on standard input: --${secret}-stdin < file.`,
      );
    }
    throw usageError(toSentence(error.message), `\`${pathOf(command)} --help\` shows how it is used.`);
  });
}

function examplesText(examples: Verb<never>['examples']): string {
  return ['', 'Examples:', ...examples.map(([purpose, line]) => `  # ${purpose}\n  $ ${line}\n`)].join('\n').trimEnd();
}

/** Adds a verb to a noun (or to the program itself). */
export function addVerb<Options>(noun: Command, verb: Verb<Options>, place: Place): void {
  const command = noun.command(verb.usage).summary(verb.summary).description(`${verb.summary}.`);
  reportThroughUs(command);
  for (const option of verb.options?.() ?? []) command.addOption(option);
  command.addHelpText('after', examplesText(verb.examples));
  command.action(async () => {
    const args = command.processedArgs as readonly string[];
    const exit = await verb.run(place.context, { args, options: command.opts() as Options });
    if (exit !== undefined) place.outcome.exit = exit;
  });
}

export interface ServerOptions {
  readonly server?: string;
}

export interface PrintOptions extends ServerOptions {
  readonly json?: boolean;
}

/** The options of every command that asks the API. */
export function serverOptions(): Option[] {
  return [
    new Option('--json', 'print JSON'),
    new Option('--server <url>', 'talk to this server instead of the one of this machine'),
  ];
}

/** Runs `use` against the server that the options and the machine point to, and lets go of it afterwards. */
export async function withServer<T>(
  context: CommandContext,
  options: ServerOptions,
  use: (access: ServerAccess) => Promise<T>,
): Promise<T> {
  const access = await connect(context, options.server);
  try {
    return await use(access);
  } finally {
    await access.close();
  }
}

/** A whole number of `least` to `most`, for options. */
export function parseWhole(least: number, most: number) {
  return (text: string): number => {
    const value = Number(text);
    if (/^\d+$/.test(text) && value >= least && value <= most) return value;
    throw new InvalidArgumentError(`Expected a whole number from ${least} to ${most}.`);
  };
}

/** One of a list, whatever its case; may be given several times. */
export function collectChoice<T extends string>(choices: readonly T[]) {
  return (text: string, before: readonly T[] | undefined): readonly T[] => {
    const found = choices.find((choice) => choice.toLowerCase() === text.toLowerCase());
    if (found === undefined) throw new InvalidArgumentError(`Expected one of ${choices.join(', ')}.`);
    return [...(before ?? []), found];
  };
}

/** Collects an option that may be given several times. */
export function collect(text: string, before: unknown): readonly string[] {
  return Array.isArray(before) ? [...(before as readonly string[]), text] : [text];
}

export { Option };
