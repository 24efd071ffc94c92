import { type ErrorCode, errorStatus, type Problem } from '@buildbutler/contract';
import { AppError } from '../core/app-error.ts';

const titles: Record<ErrorCode, string> = {
  bad_request: 'Bad request',
  unauthorized: 'Not signed in',
  forbidden: 'Not allowed',
  not_found: 'Not found',
  conflict: 'Conflict',
  payload_too_large: 'Too large',
  unprocessable: 'Not acceptable as it is',
  rate_limited: 'Too many requests',
  internal_error: 'Internal error',
  upstream_failed: 'Jenkins did not answer as expected',
  unavailable: 'Not available at the moment',
};

interface FastifyFault {
  readonly code?: unknown;
  readonly statusCode?: unknown;
}

const sentences: Record<string, readonly [code: ErrorCode, sentence: string]> = {
  FST_ERR_BAD_URL: ['bad_request', 'The address contains an escape sequence that cannot be read.'],
  FST_ERR_CTP_BODY_TOO_LARGE: ['payload_too_large', 'The body is larger than 1 MB.'],
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: ['bad_request', 'The body is not as long as Content-Length says.'],
  FST_ERR_CTP_INVALID_MEDIA_TYPE: [
    'bad_request',
    'Send the body as JSON, with the header Content-Type: application/json.',
  ],
  FST_ERR_ASYNC_CONSTRAINT: ['bad_request', 'The request cannot be routed.'],
  FST_ERR_MAX_PARAM_LENGTH: ['bad_request', 'A part of the address is too long.'],
};

function statusOf(error: unknown): number | null {
  const status = (error as FastifyFault | null)?.statusCode;
  return typeof status === 'number' && status >= 400 && status < 500 ? status : null;
}

/** What a caller may know of anything that was thrown: our own errors as they are, the framework's in our words, the rest as a defect. */
export function toAppError(error: unknown): AppError {
  if (error instanceof AppError) return error;
  const known = sentences[String((error as FastifyFault | null)?.code)];
  if (known !== undefined) return new AppError(known[0], known[1], { cause: error });
  const status = statusOf(error);
  if (status === 413) return new AppError('payload_too_large', 'The request is too large.', { cause: error });
  if (status !== null) return new AppError('bad_request', 'The request cannot be read.', { cause: error });
  return new AppError(
    'internal_error',
    'Something failed inside BuildButler. The log names it under this request id.',
    {
      cause: error,
    },
  );
}

/** The body of an error answer. */
export function toProblem(error: AppError, requestId: string): Problem {
  const { code, connectionCode, details, message } = error;
  return {
    type: 'about:blank',
    title: titles[code],
    status: errorStatus[code],
    code,
    detail: message,
    requestId,
    ...(connectionCode === undefined ? {} : { connectionCode }),
    ...(details.length === 0 ? {} : { errors: details.map(({ path, message: text }) => ({ path, message: text })) }),
  };
}
