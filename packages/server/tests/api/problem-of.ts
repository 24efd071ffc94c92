import { ApiError, type Problem } from '@buildbutler/contract';

/** The problem that a call ends with; throws when it succeeds. */
export async function problemOf(call: Promise<unknown>): Promise<Problem> {
  try {
    await call;
  } catch (error) {
    if (error instanceof ApiError) return error.problem;
    throw error;
  }
  throw new Error('the call succeeded');
}
