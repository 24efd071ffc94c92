import { AppError } from '../../core/app-error.ts';
import { keyOf } from '../../core/entity-id.ts';
import { compilePattern } from '../../core/failure/compile-own-rule.ts';
import { cleanLine } from '../../core/failure/log-lines.ts';
import { readLogTail } from '../../storage/deep/log-tail.ts';
import type { Database, Store } from '../../storage/open-store.ts';

export interface TryFailureRuleInput {
  readonly pattern: string;
  readonly ignoreCase: boolean;
  readonly text?: string | undefined;
  readonly buildId?: string | undefined;
}

const mostMatches = 50;

async function textOf(db: Database, { buildId, text }: TryFailureRuleInput): Promise<string> {
  if (buildId === undefined) return text ?? '';
  const key = keyOf(buildId);
  const tail = key === null ? null : await readLogTail(db, key);
  if (tail === null) throw new AppError('not_found', `No log of the build ${buildId} is kept.`);
  return tail.text;
}

/** Searches a text, or the kept log of a build, as a rule would. Throws `not_found` when there is no log. */
export async function tryFailureRule({ db }: Store, input: TryFailureRuleInput) {
  const text = await textOf(db, input);
  const compiled = compilePattern(input.pattern, input.ignoreCase);
  if (!compiled.ok) return { ok: false, message: compiled.message, matches: [] };
  const matches: { line: number; text: string }[] = [];
  for (const [at, line] of text.split('\n').entries()) {
    const clean = cleanLine(line);
    if (!compiled.matches(clean)) continue;
    matches.push({ line: at + 1, text: clean });
    if (matches.length === mostMatches) break;
  }
  return { ok: true, message: null, matches };
}
