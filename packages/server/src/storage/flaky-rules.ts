import { type FlakyRules, usualFlakyRules } from '../core/flaky.ts';
import { advanceCounter } from './advance-counter.ts';
import type { Database, DatabaseTransaction } from './open-store.ts';
import { findSetting, writeSetting } from './setting-repository.ts';

const key = 'flaky.rules';

/** The rules in force. */
export async function readFlakyRules(db: Database): Promise<FlakyRules> {
  const value = await findSetting(db, key);
  return value === null ? usualFlakyRules : (JSON.parse(value) as FlakyRules);
}

/** Goes up with every change of the rules, so that what was found by earlier ones is known as such. */
export async function flakyRulesVersion(db: Database): Promise<number> {
  const row = await db.selectFrom('counter').select('value').where('name', '=', 'flaky_rules').executeTakeFirst();
  return row?.value ?? 1;
}

/** Puts rules in force; the collector finds flaky tests anew within seconds. */
export async function writeFlakyRules(tx: DatabaseTransaction, rules: FlakyRules): Promise<void> {
  await writeSetting(tx, key, JSON.stringify(rules));
  await advanceCounter(tx, 'flaky_rules', 1);
  await advanceCounter(tx, 'data_version', 1);
}
