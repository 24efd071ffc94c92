import { buildsOfJob } from './job-summary.ts';
import { lastLook } from './live/snapshot-times.ts';
import type { DatabaseTransaction } from './open-store.ts';

/** Deletes at most so many rows; returns how many it deleted. */
type Deletion = (tx: DatabaseTransaction, most: number) => Promise<number>;

async function countOf(deletion: { executeTakeFirst(): Promise<{ numDeletedRows: bigint }> }): Promise<number> {
  return Number((await deletion.executeTakeFirst()).numDeletedRows);
}

const perBuildTables = [
  'build_stages',
  'build_changes',
  'log_tail',
  'test_report',
  'failure_work',
  'build_failure',
  'failure_correction',
] as const;
type PerBuildTable = (typeof perBuildTables)[number];

/** One row a build. */
function perBuild(table: PerBuildTable, jobId: number): Deletion {
  const [from, to] = buildsOfJob(jobId);
  return (tx, most) => {
    const some = tx
      .selectFrom(table)
      .select('build_id')
      .where('build_id', '>=', from)
      .where('build_id', '<=', to)
      .limit(most);
    return countOf(tx.deleteFrom(table).where('build_id', 'in', some));
  };
}

function testParts(jobId: number): Deletion {
  const [from, to] = buildsOfJob(jobId);
  return (tx, most) =>
    countOf(
      tx
        .deleteFrom('test_part')
        .where((e) =>
          e(
            e.refTuple('build_id', 'bucket', 'part'),
            'in',
            e
              .selectFrom('test_part')
              .select(['build_id', 'bucket', 'part'])
              .where('build_id', '>=', from)
              .where('build_id', '<=', to)
              .limit(most)
              .$asTuple('build_id', 'bucket', 'part'),
          ),
        ),
    );
}

function testFailures(jobId: number): Deletion {
  const [from, to] = buildsOfJob(jobId);
  return (tx, most) =>
    countOf(
      tx
        .deleteFrom('test_failure')
        .where((e) =>
          e(
            e.refTuple('build_id', 'position'),
            'in',
            e
              .selectFrom('test_failure')
              .select(['build_id', 'position'])
              .where('build_id', '>=', from)
              .where('build_id', '<=', to)
              .limit(most)
              .$asTuple('build_id', 'position'),
          ),
        ),
    );
}

function deepWork(jobId: number): Deletion {
  const [from, to] = buildsOfJob(jobId);
  return (tx, most) =>
    countOf(
      tx
        .deleteFrom('deep_work')
        .where((e) =>
          e(
            e.refTuple('build_id', 'kind'),
            'in',
            e
              .selectFrom('deep_work')
              .select(['build_id', 'kind'])
              .where('build_id', '>=', from)
              .where('build_id', '<=', to)
              .limit(most)
              .$asTuple('build_id', 'kind'),
          ),
        ),
    );
}

function uncountedReports(jobId: number): Deletion {
  const [from, to] = buildsOfJob(jobId);
  return (tx) => countOf(tx.deleteFrom('uncounted_report').where('build_id', '>=', from).where('build_id', '<=', to));
}

/** A row a branch, and one for each of its flaky tests. */
function outcomes(table: 'test_outcomes' | 'flaky_test', jobId: number): Deletion {
  return (tx) => countOf(tx.deleteFrom(table).where('job_id', '=', jobId));
}

async function run(tx: DatabaseTransaction, deletions: readonly Deletion[], most: number): Promise<number> {
  let deleted = 0;
  for (const deletion of deletions) {
    if (deleted >= most) break;
    deleted += await deletion(tx, most - deleted);
  }
  return deleted;
}

/** Deletes at most `most` rows of what was fetched for a job's builds; returns how many. Fewer than `most` = nothing is left. */
export function deleteDeepOfJob(tx: DatabaseTransaction, jobId: number, most: number): Promise<number> {
  const counted = [uncountedReports(jobId), outcomes('test_outcomes', jobId), outcomes('flaky_test', jobId)];
  const deletions = [...counted, testParts(jobId), testFailures(jobId), deepWork(jobId)];
  return run(tx, [...deletions, ...perBuildTables.map((table) => perBuild(table, jobId))], most);
}

/** Rows with a number of their own. */
function named(table: 'stage_name' | 'queue_reason', connectionId: number): Deletion {
  return (tx, most) => {
    const some = tx.selectFrom(table).select('id').where('connection_id', '=', connectionId).limit(most);
    return countOf(tx.deleteFrom(table).where('id', 'in', some));
  };
}

function queueItems(connectionId: number): Deletion {
  return (tx, most) =>
    countOf(
      tx
        .deleteFrom('queue_item')
        .where((e) =>
          e(
            e.refTuple('connection_id', 'queue_id', 'entered_at_ms'),
            'in',
            e
              .selectFrom('queue_item')
              .select(['connection_id', 'queue_id', 'entered_at_ms'])
              .where('connection_id', '=', connectionId)
              .limit(most)
              .$asTuple('connection_id', 'queue_id', 'entered_at_ms'),
          ),
        ),
    );
}

function agentIntervals(connectionId: number): Deletion {
  return (tx, most) =>
    countOf(
      tx
        .deleteFrom('agent_interval')
        .where((e) =>
          e(
            e.refTuple('connection_id', 'agent_id', 'since_ms'),
            'in',
            e
              .selectFrom('agent_interval')
              .select(['connection_id', 'agent_id', 'since_ms'])
              .where('connection_id', '=', connectionId)
              .limit(most)
              .$asTuple('connection_id', 'agent_id', 'since_ms'),
          ),
        ),
    );
}

function agentStates(connectionId: number): Deletion {
  return (tx, most) => {
    const some = tx.selectFrom('agent_state').select('agent_id').where('connection_id', '=', connectionId).limit(most);
    const ofConnection = tx.deleteFrom('agent_state').where('connection_id', '=', connectionId);
    return countOf(ofConnection.where('agent_id', 'in', some));
  };
}

/** The dictionaries of one project, then the project itself. */
function testNames(connectionId: number): Deletion {
  return async (tx, most) => {
    const project = await tx
      .selectFrom('test_project')
      .select('id')
      .where('connection_id', '=', connectionId)
      .limit(1)
      .executeTakeFirst();
    if (project === undefined) return 0;
    const tests = tx.selectFrom('test_case').select('test').where('project_id', '=', project.id).limit(most);
    const ofTests = tx.deleteFrom('test_case').where('project_id', '=', project.id);
    const deletedTests = await countOf(ofTests.where('test', 'in', tests));
    if (deletedTests > 0) return deletedTests;
    const suites = tx.selectFrom('test_suite').select('suite').where('project_id', '=', project.id).limit(most);
    const ofSuites = tx.deleteFrom('test_suite').where('project_id', '=', project.id);
    const deletedSuites = await countOf(ofSuites.where('suite', 'in', suites));
    if (deletedSuites > 0) return deletedSuites;
    return countOf(tx.deleteFrom('test_project').where('id', '=', project.id));
  };
}

function projectJobs(connectionId: number): Deletion {
  return (tx, most) => {
    const some = tx
      .selectFrom('test_project_job')
      .select('job_id')
      .where('connection_id', '=', connectionId)
      .limit(most);
    return countOf(tx.deleteFrom('test_project_job').where('job_id', 'in', some));
  };
}

function few(table: 'load_hour' | 'live_snapshot' | 'deep_start' | 'test_tag', connectionId: number): Deletion {
  return (tx) => countOf(tx.deleteFrom(table).where('connection_id', '=', connectionId));
}

/** Deletes at most some `most` rows of what a connection has besides its jobs; returns how many, 0 = nothing is left. */
export function deleteOfConnection(tx: DatabaseTransaction, connectionId: number, most: number): Promise<number> {
  const deletions = [
    queueItems(connectionId),
    agentIntervals(connectionId),
    agentStates(connectionId),
    projectJobs(connectionId),
    testNames(connectionId),
    named('stage_name', connectionId),
    named('queue_reason', connectionId),
    few('load_hour', connectionId),
    few('live_snapshot', connectionId),
    few('deep_start', connectionId),
    few('test_tag', connectionId),
  ];
  return run(tx, deletions, most);
}

/** Ends what was true at the last look at a connection that nobody looks at any more: waits, and states of agents. */
export async function endLive(tx: DatabaseTransaction, connectionId: number): Promise<void> {
  const queueAtMs = await lastLook(tx, connectionId, 'queue_at_ms');
  const agentsAtMs = await lastLook(tx, connectionId, 'agents_at_ms');
  if (queueAtMs !== null) {
    await tx
      .updateTable('queue_item')
      .set({ left_at_ms: queueAtMs })
      .where('connection_id', '=', connectionId)
      .where('left_at_ms', 'is', null)
      .execute();
  }
  if (agentsAtMs === null) return;
  await tx
    .updateTable('agent_interval')
    .set({ until_ms: agentsAtMs })
    .where('connection_id', '=', connectionId)
    .where('until_ms', 'is', null)
    .execute();
  await tx
    .updateTable('agent_state')
    .set({ state: 'gone', since_ms: agentsAtMs, last_seen_ms: agentsAtMs, busy_executors: 0 })
    .where('connection_id', '=', connectionId)
    .where('state', '<>', 'gone')
    .execute();
}
