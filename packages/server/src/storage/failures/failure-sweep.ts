import { setImmediate as otherTurn } from 'node:timers/promises';
import { dayMs } from '../../core/calendar.ts';
import { classifyFailure, type FailureVerdict } from '../../core/failure/classify-failure.ts';
import type { OwnRule } from '../../core/failure/failure-rule.ts';
import type { Store } from '../open-store.ts';
import { StatementCache } from '../statement-cache.ts';
import { noteBuiltInRules, readOwnRules, rulesVersionOf } from './failure-rules.ts';
import { type BuildToClassify, readFailureFacts } from './read-failure-facts.ts';
import { type Classified, recordVerdicts } from './record-verdicts.ts';

/** Builds this young are classified again when rules change. */
const reviewedMs = 30 * dayMs;
const mostReviewed = 256;

/** Classifies marked builds. Whatever breaks off, their marks stay in the store. */
export class FailureSweep {
  readonly #store: Store;
  readonly #statements: StatementCache;
  #rules: readonly OwnRule[] = [];
  #version: number | null = null;

  constructor(store: Store, statements = new StatementCache()) {
    this.#store = store;
    this.#statements = statements;
  }

  /** Takes at most `most` builds; returns how many are known to be left, 0 = none. */
  async run(most: number, nowMs: number): Promise<number> {
    if (most <= 0) return 0;
    const version = await this.#readRules();
    const work = await this.#store.db.selectFrom('failure_work').selectAll().limit(most).execute();
    if (work.length === 0) return this.#review(version, nowMs);
    const builds = await readFailureFacts(
      this.#store.db,
      work.map((row) => row.build_id),
    );
    const marks = new Map(work.map((row) => [row.build_id, row.marks]));
    const classified: Classified[] = [];
    for (const build of builds) {
      classified.push({ build, marks: marks.get(build.id) ?? 0, verdict: this.#verdictOf(build) });
      // A log takes milliseconds: what is collected meanwhile has its turn.
      if (build.facts?.log) await otherTurn();
    }
    const there = new Set(builds.map(({ id }) => id));
    const absent = work.filter((row) => !there.has(row.build_id)).map((row) => row.build_id);
    await this.#store.transaction(async (tx) => {
      if (absent.length > 0) await tx.deleteFrom('failure_work').where('build_id', 'in', absent).execute();
      await recordVerdicts({ tx, statements: this.#statements, rulesVersion: version }, classified);
    });
    return work.length < most ? this.#review(version, nowMs) : 1;
  }

  async #readRules(): Promise<number> {
    if (this.#version === null) await noteBuiltInRules(this.#store);
    const version = await rulesVersionOf(this.#store.db);
    if (version === this.#version) return version;
    this.#rules = await readOwnRules(this.#store.db);
    this.#version = version;
    return version;
  }

  #verdictOf({ facts, isWaiting }: BuildToClassify): FailureVerdict | null {
    if (facts === null) return null;
    const verdict = classifyFailure(facts, this.#rules);
    if (!isWaiting) return verdict;
    // With more to come only what counts alone decide is told now, and nothing by which failures are taken together.
    const isSure = verdict.category === 'test_failure' && (facts.tests?.failed ?? 0) > 0 && facts.result === 'UNSTABLE';
    return isSure ? { ...verdict, fingerprint: [] } : null;
  }

  /** Marks some of what other rules have classified, newest first; returns how many. */
  async #review(version: number, nowMs: number): Promise<number> {
    const { db } = this.#store;
    const outdated = await db
      .selectFrom('build_failure')
      .select(['build_id', 'connection_id'])
      .where('rules_version', '<', version)
      .where('started_at_ms', '>=', nowMs - reviewedMs)
      .orderBy('rules_version', 'desc')
      .orderBy('started_at_ms', 'desc')
      .limit(mostReviewed)
      .execute();
    if (outdated.length === 0) return 0;
    await this.#store.transaction((tx) =>
      tx
        .insertInto('failure_work')
        .values(outdated.map((row) => ({ ...row, marks: 1 })))
        .onConflict((conflict) => conflict.column('build_id').doNothing())
        .execute(),
    );
    return outdated.length;
  }
}
