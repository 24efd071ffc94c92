import { copyFileSync, existsSync, renameSync, rmSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { TestCaseResult, TestStatus } from '../packages/server/src/core/test-report.ts';
import { createCollectionStore } from '../packages/server/src/storage/create-collection-store.ts';
import type { DeepResult } from '../packages/server/src/storage/deep-step.ts';
import { openStore, type Store } from '../packages/server/src/storage/open-store.ts';
import { sequence } from './invented-builds.shared.ts';
import { seedEndMs, seededStore } from './seeded-store.shared.ts';

const testsOfReport = 80;
/** Every eighth job has tests: 125 reports in 1,000 builds. */
const jobsPerTested = 8;
const step = { newJobs: [], jobChanges: [], builds: [], vanishedBuilds: [], state: {} };

/** How often a test fails: most hardly ever, some now and then, a few flake. */
function failRate(job: number, test: number): number {
  if ((job + test) % 40 === 0) return 0.25;
  return test % 10 === 0 ? 0.02 : 0.001;
}

function caseOf(job: number, index: number, random: () => number): TestCaseResult {
  const isSkipped = index === 79;
  const status: TestStatus = isSkipped ? 'skipped' : random() < failRate(job, index) ? 'failed' : 'passed';
  const hasFailed = status === 'failed';
  return {
    className: `org.example.service${job}.Part${index % 9}Test`,
    name: `does what it should in case ${index}`,
    status,
    durationMs: Math.floor(random() * 900),
    age: null,
    failedSince: null,
    errorDetails: hasFailed ? `expected:<${index}> but was:<${Math.floor(random() * 100)}>` : null,
    errorStackTrace: hasFailed
      ? 'java.lang.AssertionError\n\tat org.example.Thing.run(Thing.java:12)\n'.repeat(5)
      : null,
    skippedMessage: isSkipped ? 'not on this platform' : null,
  };
}

async function addReports(store: Store): Promise<number> {
  const collection = createCollectionStore(store);
  const random = sequence(11);
  const jobs = await store.db.selectFrom('job').select(['id', 'connection_id']).orderBy('id').execute();
  let reports = 0;
  for (const { connection_id: connectionId, id: jobId } of jobs.filter(({ id }) => id % jobsPerTested === 1)) {
    const builds = await store.db.selectFrom('build').select('number').where('job_id', '=', jobId).execute();
    for (let at = 0; at < builds.length; at += 200) {
      const deep = builds.slice(at, at + 200).map(({ number }): DeepResult => {
        const cases = Array.from({ length: testsOfReport }, (_, index) => caseOf(jobId, index, random));
        const suites = [{ position: 0, name: 'all', stageNames: [], cases }];
        return { jobId, number, kind: 'tests', outcome: 'stored', part: 0, isLast: true, suites };
      });
      await collection.recordStep({ ...step, connectionId, atMs: seedEndMs, deep });
      reports += deep.length;
    }
  }
  return reports;
}

/** Every build's wait as it would have been watched. */
async function addWaits(store: Store): Promise<void> {
  const reasons = [1, 2].flatMap((connectionId) =>
    [
      'In the quiet period. Expires in # sec',
      'Waiting for next available executor on ‘linux’',
      'Build ## is already in progress (ETA: # min)',
    ].map((name) => ({ connection_id: connectionId, name })),
  );
  await store.db.insertInto('queue_reason').values(reasons).execute();
  const rows = store.db
    .selectFrom('build')
    .select(['id', 'connection_id', 'job_id', 'started_at_ms', 'queue_ms'])
    .orderBy('id');
  let after = 0;
  for (;;) {
    const some = await rows.where('id', '>', after).limit(2_000).execute();
    if (some.length === 0) return;
    after = some.at(-1)?.id ?? 0;
    await store.transaction(async (tx) => {
      await tx
        .insertInto('queue_item')
        .values(
          some.map((row, index) => {
            const enteredAtMs = row.started_at_ms - (row.queue_ms ?? 0);
            const first = (row.connection_id - 1) * 3 + 1;
            return {
              connection_id: row.connection_id,
              queue_id: row.id % 2 ** 40,
              entered_at_ms: enteredAtMs,
              left_at_ms: row.started_at_ms,
              job_id: row.job_id,
              build_number: null,
              task_name: null,
              label: index % 3 === 0 ? 'linux' : index % 3 === 1 ? 'mac' : 'windows && docker',
              state: 'buildable',
              is_stuck: 0 as const,
              why: null,
              reasons: JSON.stringify([
                [enteredAtMs, first],
                [enteredAtMs + 5_000, first + 1 + (index % 2)],
              ]),
            };
          }),
        )
        .execute();
    });
  }
}

async function addAgents(store: Store): Promise<void> {
  const collection = createCollectionStore(store);
  const agents = (hour: number) =>
    Array.from({ length: 60 }, (_, index) => ({
      name: `agent-${index}`,
      description: null,
      labels: ['linux', index % 2 === 0 ? 'docker' : 'gpu'],
      isOnline: (hour + index) % 17 > 0,
      isTemporarilyOffline: false,
      offlineReason: 'Connection was broken',
      offlineSinceMs: null,
      executors: 2,
      busyExecutors: 1,
    }));
  for (const connectionId of [1, 2]) {
    for (let hour = 24 * 365; hour >= 0; hour -= 24) {
      const atMs = seedEndMs - hour * 3_600_000;
      await collection.recordStep({ ...step, connectionId, atMs: atMs - 200_000, agents: agents(hour) });
      await collection.recordStep({ ...step, connectionId, atMs, agents: agents(hour) });
    }
  }
}

/** The store of `seededStore` with 80 test results in every eighth build, a watched queue and agents; kept in `.cache`. */
export async function seededTests(count: number): Promise<Store> {
  const folder = fileURLToPath(new URL('../.cache/bench/', import.meta.url));
  const path = `${folder}tests-${count}.db`;
  if (!existsSync(path)) {
    await (await seededStore(count)).close();
    const temporary = `${path}.new`;
    for (const ending of ['', '-wal', '-shm']) rmSync(temporary + ending, { force: true });
    copyFileSync(`${folder}store-${count}.db`, temporary);
    const store = openStore({ path: temporary, role: 'collector' });
    let before = performance.now();
    const took = (what: string) => {
      console.log(`${what}: ${((performance.now() - before) / 1_000).toFixed(1)} s`);
      before = performance.now();
    };
    const reports = await addReports(store);
    took(`${reports} reports, ${reports * testsOfReport} results stored`);
    while ((await createCollectionStore(store).rollUpDirty(64)) > 0);
    took('flaky tests found');
    await addAgents(store);
    await addWaits(store);
    took('queue and agents');
    await store.close();
    renameSync(temporary, path);
  }
  return openStore({ path, role: 'api' });
}
