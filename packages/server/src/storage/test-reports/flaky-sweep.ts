import { setImmediate as otherTurn } from 'node:timers/promises';
import { sql } from 'kysely';
import type { FlakyRules } from '../../core/flaky.ts';
import { TestOutcomes } from '../../core/test-outcomes.ts';
import { advanceCounter } from '../advance-counter.ts';
import { flakyRulesVersion, readFlakyRules } from '../flaky-rules.ts';
import { buildsOfJob } from '../job-summary.ts';
import type { DatabaseTransaction, Store } from '../open-store.ts';
import type { StatementCache } from '../statement-cache.ts';
import type { TestOutcomesTable } from '../test-tables.ts';
import { writeFlakyTests } from './flaky-rows.ts';
import { inTurns } from './in-turns.ts';
import { jobOfBuild, numberOfBuild, readOutcomes, takeReport } from './outcomes-of-branch.ts';

interface Work {
  readonly tx: DatabaseTransaction;
  readonly statements: StatementCache;
  readonly rules: FlakyRules;
  readonly rulesVersion: number;
}

interface UncountedReport {
  readonly id: number;
  readonly job_id: number;
  readonly branch_id: number | null;
  readonly connection_id: number;
  /** Null when its report is not there, or not whole. */
  readonly project_id: number | null;
  readonly failed: number | null;
  readonly is_complete: number | null;
  readonly results: Uint8Array | null;
}

/** Reports taken at once for each hour that a roll-up takes. */
const reportsPerHour = 8;
const mostMore = 500;
/** Others have their turn after so many reports of the usual size. */
const reportsPerTurn = 32;

/** Takes marks off before anything is read: what is stored meanwhile sets them again. */
async function takeReports({ statements, tx }: Work, most: number): Promise<UncountedReport[]> {
  const some = tx.selectFrom('uncounted_report').select('build_id').orderBy('build_id').limit(most);
  const marks = await tx.deleteFrom('uncounted_report').where('build_id', 'in', some).returning('build_id').execute();
  // More of the last job, too: what is read anew of a job holds these reports already.
  const last = marks.reduce((newest, { build_id }) => Math.max(newest, build_id), 0);
  const more = tx
    .selectFrom('uncounted_report')
    .select('build_id')
    .where('build_id', '>', last)
    .where('build_id', '<=', buildsOfJob(jobOfBuild(last))[1])
    .orderBy('build_id')
    .limit(mostMore);
  const rest = tx.deleteFrom('uncounted_report').where('build_id', 'in', more).returning('build_id');
  if (last > 0) marks.push(...(await rest.execute()));
  const keys = marks.map(({ build_id }) => build_id).sort((a, b) => a - b);
  return statements.forKeys(tx, 'uncounted reports', { keys }, (ids) =>
    tx
      .selectFrom('build')
      .leftJoin('test_report', 'test_report.build_id', 'build.id')
      .select(['build.id', 'build.job_id', 'build.branch_id', 'build.connection_id'])
      .select(['test_report.project_id', 'test_report.failed', 'test_report.is_complete', 'test_report.results'])
      .where('build.id', 'in', ids),
  );
}

type Place = Pick<TestOutcomesTable, 'job_id' | 'branch_id'>;
const keyOf = ({ branch_id, job_id }: Place) => `${job_id}:${branch_id}`;

/** States up to this many bytes are read many at a time. */
const smallState = 32_768;

type States = ReadonlyMap<string, Uint8Array | null>;

/** The packed states of branches by `keyOf`; null for one that is too large to be read along with others. */
async function statesOf({ statements, tx }: Work, places: readonly Place[]): Promise<States> {
  const rows = await statements.join(
    tx,
    'test outcomes of branches',
    { rows: places.map(({ branch_id, job_id }) => ({ job_id, branch_id })), types: ['bigint', 'bigint'] },
    (given) => sql<Place & { readonly outcomes: Uint8Array | null }>`
      select job_id, branch_id, case when length(outcomes) <= ${sql.lit(smallState)} then outcomes end as outcomes
      from ${given} inner join test_outcomes on job_id = given.column1 and branch_id = given.column2`,
  );
  return new Map(rows.map((row) => [keyOf(row), row.outcomes]));
}

async function stateOf({ statements, tx }: Work, place: Place, states: States): Promise<TestOutcomes | null> {
  const { branch_id: branchId, job_id: jobId } = place;
  const small = states.get(keyOf(place));
  if (small === undefined) return null;
  if (small !== null) return TestOutcomes.unpack(small);
  const { rows } = await statements.run(
    tx,
    'test outcomes',
    () =>
      tx.selectFrom('test_outcomes').select('outcomes').where('job_id', '=', jobId).where('branch_id', '=', branchId),
    [jobId, branchId],
  );
  return rows[0] === undefined ? null : inTurns(TestOutcomes.unpacking(rows[0].outcomes));
}

/** Adds reports to what is known; null when it must be read anew from all of them. */
async function extended(
  { tx }: Work,
  known: TestOutcomes,
  reports: readonly UncountedReport[],
): Promise<TestOutcomes | null> {
  // From the middle outwards: a batch may hold older and newer ones.
  const older = reports.filter(({ id }) => numberOfBuild(id) < known.oldestNumber).sort((a, b) => b.id - a.id);
  const others = reports.filter(({ id }) => numberOfBuild(id) >= known.oldestNumber).sort((a, b) => a.id - b.id);
  for (const { id, is_complete, results } of [...older, ...others]) {
    if (is_complete !== 1) return null;
    if (!(await takeReport(tx, known, { build_id: id, results }))) return null;
  }
  return known;
}

async function writeState(work: Work, row: TestOutcomesTable): Promise<void> {
  await work.statements.insert(work.tx, 'test_outcomes', [row], (rows) =>
    work.tx
      .insertInto('test_outcomes')
      .values(rows)
      .onConflict((conflict) =>
        conflict.columns(['job_id', 'branch_id']).doUpdateSet((e) => ({
          oldest_number: e.ref('excluded.oldest_number'),
          newest_number: e.ref('excluded.newest_number'),
          rules_version: e.ref('excluded.rules_version'),
          outcomes: e.ref('excluded.outcomes'),
        })),
      ),
  );
}

/** A branch on which no test has ever failed needs no state: nothing on it can be flaky. */
async function takeIn(work: Work, reports: readonly UncountedReport[], states: States): Promise<void> {
  const [first] = reports;
  if (first === undefined) return;
  const place = { jobId: first.job_id, branchId: first.branch_id ?? 0 };
  const known = await stateOf(work, { job_id: place.jobId, branch_id: place.branchId }, states);
  if (known === null && reports.every(({ failed }) => (failed ?? 0) === 0)) return;
  const outcomes =
    (known === null ? null : await extended(work, known, reports)) ?? (await readOutcomes(work.tx, place));
  await writeState(work, {
    job_id: place.jobId,
    branch_id: place.branchId,
    connection_id: first.connection_id,
    oldest_number: outcomes.oldestNumber,
    newest_number: outcomes.newestNumber,
    rules_version: work.rulesVersion,
    outcomes: await inTurns(outcomes.packing()),
  });
  const projectId = reports.find(({ project_id }) => project_id !== null)?.project_id ?? null;
  if (projectId === null) return;
  const { connection_id: connectionId } = first;
  await writeFlakyTests(work, { ...place, connectionId, projectId, outcomes, rules: work.rules });
}

/** Judges by new rules what was judged by earlier ones, branch by branch. */
async function judgeAnew({ rules, rulesVersion, statements, tx }: Work, most: number): Promise<void> {
  const rows = await tx
    .selectFrom('test_outcomes')
    .innerJoin('test_project_job', 'test_project_job.job_id', 'test_outcomes.job_id')
    .selectAll('test_outcomes')
    .select('test_project_job.project_id')
    .where('rules_version', '<', rulesVersion)
    .orderBy('rules_version')
    .limit(most)
    .execute();
  for (const row of rows) {
    const place = { jobId: row.job_id, branchId: row.branch_id };
    const outcomes = await inTurns(TestOutcomes.unpacking(row.outcomes));
    const { connection_id: connectionId, project_id: projectId } = row;
    await writeFlakyTests({ statements, tx }, { ...place, connectionId, projectId, outcomes, rules });
    await tx
      .updateTable('test_outcomes')
      .set({ rules_version: rulesVersion })
      .where('job_id', '=', row.job_id)
      .where('branch_id', '=', row.branch_id)
      .execute();
  }
}

/** Keeps the newest outcomes of tests, and which of them are flaky, in step with the stored reports. */
export class FlakySweep {
  readonly #store: Store;
  readonly #statements: StatementCache;

  constructor(store: Store, statements: StatementCache) {
    this.#store = store;
    this.#statements = statements;
  }

  /** Takes reports in that were stored since, as many as fit beside so many hours of roll-ups; returns whether some are left. */
  async run(mostHours: number): Promise<boolean> {
    const most = mostHours * reportsPerHour;
    if (most > 0 && (await this.#isBehind())) {
      await this.#store.transaction(async (tx) => {
        // Locks: two processes at the same branch would each leave out what the other one has read.
        await advanceCounter(tx, 'roll_up', 1);
        const rulesVersion = await flakyRulesVersion(tx);
        const work = { tx, statements: this.#statements, rules: await readFlakyRules(tx), rulesVersion };
        const reports = await takeReports(work, most);
        const branches = Map.groupBy(reports, ({ job_id, branch_id }) => keyOf({ job_id, branch_id: branch_id ?? 0 }));
        const places = [...branches.values()].flatMap(([first]) =>
          first === undefined ? [] : [{ job_id: first.job_id, branch_id: first.branch_id ?? 0 }],
        );
        const states = await statesOf(work, places);
        let taken = 0;
        for (const some of branches.values()) {
          await takeIn(work, some, states);
          taken += some.length;
          if (taken < reportsPerTurn) continue;
          taken = 0;
          await otherTurn();
        }
        if (reports.length < most) await judgeAnew(work, most - reports.length);
      });
    }
    return this.#isBehind();
  }

  async #isBehind(): Promise<boolean> {
    const { db } = this.#store;
    if ((await db.selectFrom('uncounted_report').select('build_id').limit(1).executeTakeFirst()) !== undefined)
      return true;
    const rulesVersion = await flakyRulesVersion(db);
    const earlier = db.selectFrom('test_outcomes').select('job_id').where('rules_version', '<', rulesVersion).limit(1);
    return (await earlier.executeTakeFirst()) !== undefined;
  }
}
