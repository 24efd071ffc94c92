import type { FailureRule } from '@buildbutler/contract';
import { builtInRules } from '../../core/failure/rules/built-in-rules.ts';
import { countsOfRules, readFailureRules, toFailureRule } from '../../storage/failures/failure-rules.ts';
import type { Store } from '../../storage/open-store.ts';

/** All rules in the order in which they are tried: one's own, then the built-in ones. */
export async function listFailureRules({ db }: Store, nowMs: number): Promise<FailureRule[]> {
  const counts = await countsOfRules(db, nowMs);
  const own = (await readFailureRules(db)).map((row) => ({
    ...toFailureRule(row),
    builds: counts.get(String(row.id)) ?? 0,
  }));
  const builtIn = builtInRules.map((rule, at): FailureRule => {
    const isPattern = rule.where !== 'counts';
    return {
      id: rule.id,
      name: rule.id,
      category: rule.category,
      pattern: isPattern ? rule.pattern.source : 'the test report counts failures',
      ignoreCase: isPattern && rule.pattern.ignoreCase,
      isEnabled: true,
      isBuiltIn: true,
      position: own.length + at + 1,
      builds: counts.get(rule.id) ?? 0,
    };
  });
  return [...own, ...builtIn];
}
