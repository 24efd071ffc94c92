import type { Selectable } from 'kysely';
import { dayMs } from '../../core/calendar.ts';
import { compileOwnRule } from '../../core/failure/compile-own-rule.ts';
import { categoryAt } from '../../core/failure/failure-category.ts';
import type { OwnRule } from '../../core/failure/failure-rule.ts';
import { builtInRulesVersion } from '../../core/failure/rules/built-in-rules.ts';
import { advanceCounter } from '../advance-counter.ts';
import type { FailureRuleTable } from '../failure-tables.ts';
import type { Database, DatabaseTransaction, Store } from '../open-store.ts';

export type FailureRuleRow = Selectable<FailureRuleTable>;

/** Rules of people in their order. */
export function readFailureRules(db: Database): Promise<FailureRuleRow[]> {
  return db.selectFrom('failure_rule').selectAll().orderBy('position').orderBy('id').execute();
}

export async function rulesVersionOf(db: Database): Promise<number> {
  const row = await db.selectFrom('counter').select('value').where('name', '=', 'failure_rules').executeTakeFirst();
  return row?.value ?? 1;
}

/** Rules have changed: what they have classified is looked at again. */
export async function advanceRulesVersion(tx: DatabaseTransaction): Promise<void> {
  await advanceCounter(tx, 'failure_rules', 1);
}

/** Once after an upgrade that brought other built-in rules. */
export async function noteBuiltInRules(store: Store): Promise<void> {
  const name = 'failure_rules_built_in';
  const row = await store.db.selectFrom('counter').select('value').where('name', '=', name).executeTakeFirst();
  if ((row?.value ?? 0) >= builtInRulesVersion) return;
  await store.transaction(async (tx) => {
    await tx.updateTable('counter').set({ value: builtInRulesVersion }).where('name', '=', name).execute();
    await advanceRulesVersion(tx);
  });
}

/** A rule of one's own in the words of everybody else. */
export function toFailureRule(row: FailureRuleRow) {
  return {
    id: String(row.id),
    name: row.name,
    category: categoryAt(row.category) ?? ('unknown' as const),
    pattern: row.pattern,
    ignoreCase: row.is_case_ignored === 1,
    isEnabled: row.is_enabled === 1,
    isBuiltIn: false,
    position: row.position,
  };
}

/** Rules of people that are switched on, ready to be searched with. */
export async function readOwnRules(db: Database): Promise<OwnRule[]> {
  const rows = await readFailureRules(db);
  return rows.flatMap((row) => {
    const category = categoryAt(row.category);
    if (row.is_enabled === 0 || category === null) return [];
    const rule = compileOwnRule({
      id: row.id,
      category,
      pattern: row.pattern,
      isCaseIgnored: row.is_case_ignored === 1,
    });
    return rule === null ? [] : [rule];
  });
}

const countedMs = 30 * dayMs;

/** Builds of the last 30 days by the rule that has classified them. */
export async function countsOfRules(db: Database, nowMs: number): Promise<ReadonlyMap<string, number>> {
  const rows = await db
    .selectFrom('build_failure')
    .select((e) => ['rule', e.fn.countAll<number>().as('builds')])
    .where('started_at_ms', '>=', nowMs - countedMs)
    .groupBy('rule')
    .execute();
  return new Map(rows.map(({ rule, builds }) => [rule, builds]));
}

export async function countOfRule(db: Database, id: number, nowMs: number): Promise<number> {
  return (await countsOfRules(db, nowMs)).get(String(id)) ?? 0;
}
