import { ApiError, type Client, type Route } from '@buildbutler/contract';
import { z } from 'zod';
import { CliError } from './cli-error.ts';

/** Longer than the server's own deadline for a slow controller. */
const callDeadlineMs = 120_000;

function foreignAnswer(reason: string): CliError {
  return new CliError('unreachable', `What answered is not BuildButler's API, or one of another version (${reason}).`, {
    code: 'unexpected_answer',
    fix: "Check the address: it must be BuildButler's own, not that of a proxy's login page.",
  });
}

/** The members that this answer must have; deeper down a newer server may say more than we know. */
function missingMembers(route: Route, answer: unknown): string[] {
  if (typeof route.answer === 'string' || !(route.answer.schema instanceof z.ZodObject)) return [];
  if (typeof answer !== 'object' || answer === null) return ['an object'];
  return Object.entries(route.answer.schema.shape)
    .filter(([name, field]) => !(name in answer) && !field.safeParse(undefined).success)
    .map(([name]) => name);
}

function explain(error: unknown): unknown {
  if (!(error instanceof Error) || error instanceof ApiError || error.name === 'AbortError') return error;
  if (error instanceof SyntaxError) return foreignAnswer('no JSON');
  return new CliError('unreachable', `The answer broke off (${error.message}).`, {
    code: 'unreachable',
    fix: 'Try again; if it stays so, look at the server and at the proxy before it.',
  });
}

/** The contract's client, ended by `signal` and by a deadline, that notices when somebody else answers. */
export function carefulClient(client: Client, signal: AbortSignal): Client {
  return {
    open: (route, input, options) => client.open(route, input, { signal, ...options }),
    async call(route, input) {
      try {
        const deadline = AbortSignal.any([signal, AbortSignal.timeout(callDeadlineMs)]);
        const answer = await client.call(route, input, { signal: deadline });
        const missing = missingMembers(route, answer);
        if (missing.length > 0) throw foreignAnswer(`without ${missing.join(', ')}`);
        return answer;
      } catch (error) {
        if (error instanceof CliError) throw error;
        throw explain(error);
      }
    },
  };
}
