import { type FailureRule, routes } from '@buildbutler/contract';
import { insertFailureRule } from '../storage/failures/failure-rule-repository.ts';
import { advanceRulesVersion, toFailureRule } from '../storage/failures/failure-rules.ts';
import { authorise } from './authorise.ts';
import type { OperationContext } from './context.ts';
import { checkFailureRule, type FailureRuleForm, requireRoomForRule } from './failure-rule-form.ts';
import { recordAudit } from './record-audit.ts';

export type CreateFailureRuleInput = FailureRuleForm & { readonly position?: number | undefined };

/** Adds a rule; builds of the last 30 days are classified again. Throws `unprocessable`, `conflict`. */
export async function createFailureRule(ctx: OperationContext, input: CreateFailureRuleInput): Promise<FailureRule> {
  authorise(ctx.principal, routes.createFailureRule.access);
  const columns = checkFailureRule(input, ctx.clock.nowMs());
  const row = await ctx.store.transaction(async (tx) => {
    await requireRoomForRule(tx, input.name);
    const inserted = await insertFailureRule(tx, columns, input.position);
    await advanceRulesVersion(tx);
    const subject = `failure rule ${inserted.id} (${inserted.name})`;
    await recordAudit(ctx, tx, {
      action: 'failure_rule.created',
      subject,
      detail: `${input.category}: ${input.pattern}`,
    });
    return inserted;
  });
  await ctx.connectionsChanged();
  return { ...toFailureRule(row), builds: 0 };
}
