import { routes } from '@buildbutler/contract';
import type { FlakyRules } from '../core/flaky.ts';
import { readFlakyRules, writeFlakyRules } from '../storage/flaky-rules.ts';
import { authorise } from './authorise.ts';
import type { OperationContext } from './context.ts';
import { recordAudit } from './record-audit.ts';

const names: Record<keyof FlakyRules, string> = {
  runs: 'runs',
  flips: 'flips',
  passRate: 'pass rate',
  minRuns: 'least runs',
};

/** Changes when a test counts as flaky, for everybody. */
export async function setFlakyRules(ctx: OperationContext, rules: FlakyRules): Promise<FlakyRules> {
  authorise(ctx.principal, routes.setFlakyRules.access);
  await ctx.store.transaction(async (tx) => {
    const before = await readFlakyRules(tx);
    const changed = (Object.keys(names) as (keyof FlakyRules)[]).filter((name) => before[name] !== rules[name]);
    if (changed.length === 0) return;
    await writeFlakyRules(tx, rules);
    const detail = changed.map((name) => `${names[name]} ${before[name]} to ${rules[name]}`).join(', ');
    await recordAudit(ctx, tx, { action: 'flaky_rules.changed', subject: 'flaky rules', detail });
  });
  return rules;
}
