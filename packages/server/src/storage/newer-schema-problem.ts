import { AppError } from '../core/app-error.ts';

/** Refuses a store that a newer version has written. */
export function newerSchemaProblem(current: number, newest: number): AppError {
  return new AppError(
    'unavailable',
    `The store has schema ${current}, but this BuildButler knows only up to ${newest}. It was used by a newer version: start that version again, or restore a backup.`,
  );
}
