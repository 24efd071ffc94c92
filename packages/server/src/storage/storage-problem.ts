import { AppError } from '../core/app-error.ts';

/** The store itself fails: `unavailable` with a sentence that says what to do. It goes on by itself afterwards. */
export class StoreProblem extends AppError {
  constructor(sentence: string, cause: unknown) {
    super('unavailable', sentence, { cause });
    this.name = 'StoreProblem';
  }
}

// Primary result codes of SQLite (https://sqlite.org/rescode.html): the low byte of an extended code.
const sentences: Record<number, string> = {
  5: 'The store is busy: another process has been writing to it for too long.',
  8: 'The store cannot be written: the file or its folder is read-only.',
  10: 'The disk under the store reports an I/O error.',
  11: 'The store is damaged. Stop BuildButler and restore a backup; nothing was changed.',
  13: 'The disk under the store is full. Free some space; BuildButler goes on by itself.',
  14: 'The store cannot be opened: the folder is missing or not accessible.',
  26: 'The file in the place of the store is not a BuildButler store; nothing was changed.',
};

/** Turns a fault of the disk or the file into an `unavailable` error with a sentence; everything else stays what it is. */
export function storageProblem(error: unknown): unknown {
  if (error === null || typeof error !== 'object' || !('errcode' in error)) return error;
  const sentence = sentences[Number(error.errcode) & 0xff];
  return sentence === undefined ? error : new StoreProblem(sentence, error);
}
