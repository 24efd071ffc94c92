import { ApiError } from '@buildbutler/contract';

/** An error for a person: what happened, why, what to do. */
export interface ErrorText {
  readonly title: string;
  readonly why: string;
  readonly fix: string;
}

const byCode: Record<string, { title: string; fix: string }> = {
  unreachable: {
    title: 'BuildButler does not answer',
    fix: 'Check that the server is running and that this machine can reach it.',
  },
  unexpected_answer: {
    title: 'Something else answered in place of BuildButler',
    fix: 'Check the proxy between this browser and the server.',
  },
  bad_request: { title: 'The server did not understand the request', fix: 'Clear the filters and try again.' },
  forbidden: { title: 'You may not see this', fix: 'Ask an administrator for the right to.' },
  not_found: { title: 'There is nothing here', fix: 'The link may be old: go back and choose again.' },
  conflict: { title: 'This clashes with something that exists', fix: 'Change the entry and save again.' },
  unprocessable: { title: 'Something in this cannot be used', fix: 'Correct the entry and try again.' },
  payload_too_large: { title: 'This is too large to send', fix: 'Make it shorter and try again.' },
  rate_limited: { title: 'Too many attempts', fix: 'Wait a minute and try again.' },
  upstream_failed: {
    title: 'Jenkins did not give an answer',
    fix: 'Look at the connection under Settings, then try again.',
  },
  unavailable: { title: 'The server is not ready', fix: 'It usually passes by itself. Try again in a moment.' },
  internal_error: {
    title: 'The server made a mistake',
    fix: 'Try again. If it stays, look for the request id in the server log.',
  },
};

/** Turns any error into a title, a reason and a next step. */
export function describeError(error: unknown): ErrorText {
  if (!(error instanceof ApiError)) {
    const why = error instanceof Error ? error.message : String(error);
    return { title: 'This page could not be shown', why, fix: 'Reload the page. If it stays, please report it.' };
  }
  const { code, detail, title } = error.problem;
  const known = byCode[code];
  return { title: known?.title ?? title, why: detail, fix: known?.fix ?? 'Try again.' };
}

/** The messages of a rejected form by field; what names no known field is under the empty key. */
export function fieldErrors(error: unknown, fields: readonly string[]): Record<string, string> {
  if (!(error instanceof ApiError)) return {};
  const found: Record<string, string> = {};
  for (const { path, message } of error.problem.errors ?? []) {
    const field = fields.find((name) => path === name || path === `body.${name}` || path.startsWith(`${name}.`)) ?? '';
    found[field] ??= message;
  }
  return found;
}
