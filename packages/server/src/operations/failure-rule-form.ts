import type { FailureCategory } from '@buildbutler/contract';
import { AppError } from '../core/app-error.ts';
import { compilePattern } from '../core/failure/compile-own-rule.ts';
import { categoryNumber } from '../core/failure/failure-category.ts';
import type { FailureRuleColumns } from '../storage/failures/failure-rule-repository.ts';
import { readFailureRules } from '../storage/failures/failure-rules.ts';
import type { DatabaseTransaction } from '../storage/open-store.ts';

export interface FailureRuleForm {
  readonly name: string;
  readonly category: FailureCategory;
  readonly pattern: string;
  readonly ignoreCase: boolean;
  readonly isEnabled: boolean;
}

/** More would make every red build of every job slow to classify. */
const mostRules = 100;

/** The columns of a rule. Throws `unprocessable` with the field when its pattern cannot be used. */
export function checkFailureRule(form: FailureRuleForm, nowMs: number): FailureRuleColumns {
  const compiled = compilePattern(form.pattern, form.ignoreCase);
  if (!compiled.ok) {
    const details = [{ path: 'pattern', message: compiled.message }];
    throw new AppError('unprocessable', compiled.message, { details });
  }
  return {
    name: form.name,
    category: categoryNumber(form.category),
    pattern: form.pattern,
    is_case_ignored: form.ignoreCase ? 1 : 0,
    is_enabled: form.isEnabled ? 1 : 0,
    updated_at_ms: nowMs,
  };
}

/** Throws `conflict` for a second rule of a name, `unprocessable` when there are too many. */
export async function requireRoomForRule(tx: DatabaseTransaction, name: string): Promise<void> {
  const rules = await readFailureRules(tx);
  if (rules.length >= mostRules) {
    throw new AppError('unprocessable', `There are ${mostRules} rules already. Remove one first.`);
  }
  requireOwnName(rules, name, null);
}

/** Throws `conflict` when another rule has the name. */
export function requireOwnName(
  rules: readonly { readonly id: number; readonly name: string }[],
  name: string,
  id: number | null,
): void {
  const isTaken = rules.some((rule) => rule.id !== id && rule.name.toLowerCase() === name.toLowerCase());
  if (isTaken) throw new AppError('conflict', `There is a rule called ${name} already. Choose another name.`);
}
