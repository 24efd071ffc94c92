import { type FailureRule, routes } from '@buildbutler/contract';
import { AppError } from '../core/app-error.ts';
import { categoryAt } from '../core/failure/failure-category.ts';
import { findFailureRule, updateFailureRuleRow } from '../storage/failures/failure-rule-repository.ts';
import {
  advanceRulesVersion,
  countOfRule,
  type FailureRuleRow,
  readFailureRules,
  toFailureRule,
} from '../storage/failures/failure-rules.ts';
import { authorise } from './authorise.ts';
import type { OperationContext } from './context.ts';
import { checkFailureRule, type FailureRuleForm, requireOwnName } from './failure-rule-form.ts';
import { recordAudit } from './record-audit.ts';

export interface UpdateFailureRuleInput {
  readonly id: number;
  readonly change: { readonly [K in keyof FailureRuleForm]?: FailureRuleForm[K] | undefined } & {
    readonly position?: number | undefined;
  };
}

function merge(row: FailureRuleRow, { change }: UpdateFailureRuleInput): FailureRuleForm {
  return {
    name: change.name ?? row.name,
    category: change.category ?? categoryAt(row.category) ?? 'unknown',
    pattern: change.pattern ?? row.pattern,
    ignoreCase: change.ignoreCase ?? row.is_case_ignored === 1,
    isEnabled: change.isEnabled ?? row.is_enabled === 1,
  };
}

/** Changes a rule; absent members stay. Throws `not_found`, `unprocessable`, `conflict`. */
export async function updateFailureRule(ctx: OperationContext, input: UpdateFailureRuleInput): Promise<FailureRule> {
  authorise(ctx.principal, routes.updateFailureRule.access);
  const { change, id } = input;
  const shown = await ctx.store.transaction(async (tx) => {
    const before = await findFailureRule(tx, id);
    if (before === undefined) throw new AppError('not_found', `There is no failure rule ${id}.`);
    const form = merge(before, input);
    const columns = checkFailureRule(form, ctx.clock.nowMs());
    requireOwnName(await readFailureRules(tx), form.name, id);
    const row = await updateFailureRuleRow(tx, id, { columns, position: change.position });
    await advanceRulesVersion(tx);
    const changed = Object.keys(change).filter((name) => change[name as keyof typeof change] !== undefined);
    const subject = `failure rule ${id} (${row.name})`;
    await recordAudit(ctx, tx, { action: 'failure_rule.updated', subject, detail: `changed ${changed.join(', ')}` });
    return { ...toFailureRule(row), builds: await countOfRule(tx, id, ctx.clock.nowMs()) };
  });
  await ctx.connectionsChanged();
  return shown;
}
