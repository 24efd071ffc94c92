import { ApiError, type Problem } from '@buildbutler/contract';
import { AppError } from '../core/app-error.ts';
import { cleanText } from './clean-text.ts';
import { CliError, type ExitName, exitCodes } from './cli-error.ts';
import { Interrupted, type Io } from './io.ts';

// Maps, because the codes come from a server: `constructor` is no member of a map.
const exitOfProblem: ReadonlyMap<string, ExitName> = new Map([
  ['bad_request', 'usage'],
  ['unprocessable', 'usage'],
  ['payload_too_large', 'usage'],
  ['not_found', 'notFound'],
  ['unauthorized', 'notAuthorised'],
  ['forbidden', 'notAuthorised'],
  ['unreachable', 'unreachable'],
  ['unexpected_answer', 'unreachable'],
]);

const fixOfProblem: ReadonlyMap<string, string> = new Map([
  ['unauthorized', 'Sign in again with `buildbutler login`, or set BUILDBUTLER_TOKEN to a valid API token.'],
  ['forbidden', 'Use an API token with the scope for this, or ask an administrator.'],
  ['unreachable', 'Check that the server runs and that its address is right.'],
  ['unexpected_answer', "Check the address: it must be BuildButler's own, not that of a proxy's login page."],
  ['rate_limited', 'Wait a minute and try again.'],
]);

/** Faults of single fields, unless the sentence before says the same. */
function toDetails(faults: readonly { readonly path: string; readonly message: string }[], sentence: string): string[] {
  return faults
    .filter(({ message }) => message !== sentence)
    .map(({ path, message }) => (path === '' ? message : `${path}: ${message}`));
}

/** Turns an answer of the API into a failure with an exit code; `problem.code` stays searchable. */
export function fromProblem(problem: Problem): CliError {
  const isDefect = problem.code === 'internal_error';
  const fix = isDefect
    ? `The server's log has the details under request ${problem.requestId}.`
    : fixOfProblem.get(problem.code);
  return new CliError(exitOfProblem.get(problem.code) ?? 'failed', problem.detail || problem.title, {
    code: problem.connectionCode ?? problem.code,
    details: toDetails(problem.errors ?? [], problem.detail),
    ...(fix === undefined ? {} : { fix }),
  });
}

function toCliError(error: unknown): CliError {
  if (error instanceof CliError) return error;
  if (error instanceof ApiError) return fromProblem(error.problem);
  if (error instanceof AppError) {
    return new CliError(exitOfProblem.get(error.code) ?? 'failed', error.message, {
      code: error.connectionCode ?? error.code,
      details: toDetails(error.details, error.message),
    });
  }
  const message = error instanceof Error ? error.message : String(error);
  return new CliError('failed', message || 'Something failed without saying what.', {
    code: 'internal_error',
    fix: 'This is a defect of BuildButler: please report it with the command that you ran.',
  });
}

/** True for what only says that the person or the reader of the output has gone. */
function isInterruption(error: unknown, io: Io): boolean {
  return error instanceof Interrupted || (io.signal.aborted && error instanceof Error && error.name === 'AbortError');
}

/** Writes a failure to stderr (what happened, details, what to do) and names the exit code. */
export async function reportError(error: unknown, io: Io): Promise<number> {
  if (isInterruption(error, io)) return io.out.isGone ? exitCodes.ok : exitCodes.interrupted;
  const failure = toCliError(error);
  const { red, dim } = io.err.colors;
  const lines = [
    `${red('error:')} ${cleanText(failure.message)} ${dim(`(${cleanText(failure.code)})`)}`,
    ...failure.details.map((detail) => `  - ${cleanText(detail)}`),
    ...(failure.fix === undefined ? [] : [`  ${cleanText(failure.fix)}`]),
  ];
  await io.err.write(`${lines.join('\n')}\n`);
  return exitCodes[failure.exit];
}
