import { routes } from '@buildbutler/contract';
import { AppError } from '../core/app-error.ts';
import { deleteFailureRuleRow, findFailureRule } from '../storage/failures/failure-rule-repository.ts';
import { advanceRulesVersion } from '../storage/failures/failure-rules.ts';
import { authorise } from './authorise.ts';
import type { OperationContext } from './context.ts';
import { recordAudit } from './record-audit.ts';

/** Removes a rule; what it has classified is classified again. Throws `not_found`. */
export async function deleteFailureRule(ctx: OperationContext, { id }: { readonly id: number }): Promise<void> {
  authorise(ctx.principal, routes.deleteFailureRule.access);
  await ctx.store.transaction(async (tx) => {
    const row = await findFailureRule(tx, id);
    if (row === undefined) throw new AppError('not_found', `There is no failure rule ${id}.`);
    await deleteFailureRuleRow(tx, id);
    await advanceRulesVersion(tx);
    await recordAudit(ctx, tx, { action: 'failure_rule.deleted', subject: `failure rule ${id} (${row.name})` });
  });
  await ctx.connectionsChanged();
}
