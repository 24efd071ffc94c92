import { DatabaseSync } from 'node:sqlite';
import { expect, it, vi } from 'vitest';
import { dayMs } from '../../src/core/calendar.ts';
import { buildKey } from '../../src/core/entity-id.ts';
import { deleteConnectionHistory, dropOpenBuilds } from '../../src/storage/connection-removal.ts';
import { createCollectionStore } from '../../src/storage/create-collection-store.ts';
import { countDeepWork } from '../../src/storage/deep/due-deep-work.ts';
import { readLogTail } from '../../src/storage/deep/log-tail.ts';
import { readChangesOf } from '../../src/storage/deep/read-changes.ts';
import { readDeepStates } from '../../src/storage/deep/read-deep-states.ts';
import { readStages } from '../../src/storage/deep/read-stages.ts';
import { requestDeep } from '../../src/storage/deep/request-deep.ts';
import { readAgentIntervals, readAgents } from '../../src/storage/live/read-agents.ts';
import { readLoad } from '../../src/storage/live/read-load.ts';
import { readQueue, readQueueReasons, sumWaits } from '../../src/storage/live/read-queue.ts';
import { historyOfTest } from '../../src/storage/test-reports/history-of-test.ts';
import { readFailedTests, readFailuresOfTest } from '../../src/storage/test-reports/read-failed-tests.ts';
import { readTestReport } from '../../src/storage/test-reports/read-test-report.ts';
import { sqlite } from './back-ends.ts';
import {
  changesOf,
  logOf,
  sampleAgent,
  sampleCase,
  sampleChange,
  sampleQueueEntry,
  sampleStage,
  sampleSuite,
  stagesOf,
  testsOf,
} from './deep-sample.ts';
import { runningBuild, sampleBuild, sampleJob, sampleStep } from './sample.ts';

const now = Date.UTC(2026, 2, 20);

/** Tables that stay small, or that only a person's removal of a connection goes through. */
const small = ['connection', 'connection_state', 'counter', 'dirty_hour', 'setting', 'test_project', 'live_snapshot'];

/** Gone through whole, but only while a person removes a connection. */
const scannedByRemoval = /^SCAN (rollup_hour|rollup_day|test_project_job|uncounted_build|test_tag)$|^SEARCH/;

/** Steps of plans that read more than they need on a large store. */
function isBad(detail: string): boolean {
  const scanned = /^SCAN ([a-z_]+)/.exec(detail)?.[1];
  // The list that came with the statement itself.
  if (scanned === 'given') return false;
  if (scanned !== undefined) return !small.includes(scanned);
  // All names of a project, or all rows of a connection, where single ones are asked for.
  const isPrefix =
    /^SEARCH (test_case|test_suite|stage_name|queue_reason|agent_state) .*\((project_id|connection_id)=\?\)$/;
  return isPrefix.test(detail) && !detail.includes('agent_state_present');
}

it('everything that is stored and read finds its rows by an index', async () => {
  const texts = new Set<string>();
  const prepare = vi.spyOn(DatabaseSync.prototype, 'prepare');
  const { close, place, store } = await sqlite.open();
  const collection = createCollectionStore(store);
  const [jobId = 0, branch = 0] = await collection.recordStep(
    sampleStep({ newJobs: [sampleJob('a', { kind: 'pipeline' }), sampleJob('r/b', { kind: 'multibranch-branch' })] }),
  );
  const many = (count: number) => [
    sampleSuite(
      Array.from({ length: count }, (_, index) =>
        sampleCase({ name: `t${index}`, status: index === 0 ? 'failed' : 'passed' }),
      ),
    ),
  ];
  const numbers = Array.from({ length: 300 }, (_, index) => index + 1);
  const record = (part: Parameters<typeof sampleStep>[0]) => collection.recordStep(sampleStep({ atMs: now, ...part }));
  await record({
    builds: [
      ...numbers.map((number) => ({
        jobId,
        build: sampleBuild({
          number,
          startedAtMs: now - number * 60_000,
          result: 'FAILURE' as const,
          branch: 'main',
          agent: 'a',
          tests: { total: 1, failed: 1, skipped: 0 },
        }),
      })),
      { jobId, build: runningBuild({ number: 301, startedAtMs: now }) },
      { jobId: branch, build: sampleBuild({ number: 1, startedAtMs: now }) },
    ],
  });
  const deep = numbers.flatMap((number) => [
    stagesOf(jobId, number, [sampleStage({ agent: 'a' })]),
    changesOf(jobId, number, [sampleChange()]),
    logOf(jobId, number, 'x'),
    testsOf(jobId, number, many(number === 1 ? 1_500 : 2)),
  ]);
  await record({ deep: [...deep, testsOf(branch, 1, many(1))] });
  await record({
    deep,
    builds: numbers.map((number) => ({ jobId, build: sampleBuild({ number, startedAtMs: now - number * 60_000 }) })),
  });
  await record({
    deep: [
      { jobId, number: 1, kind: 'stages', outcome: 'failed', retryAtMs: 1, reason: '' },
      { jobId, number: 1, kind: 'log', outcome: 'parked', reason: '' },
    ],
  });
  await record({
    builds: [{ jobId, build: sampleBuild({ number: 301, startedAtMs: now }) }],
    vanishedBuilds: [{ jobId, number: 300 }],
  });
  await record({
    queue: [sampleQueueEntry(1)],
    agents: [sampleAgent('a')],
    load: { requests: 1, bytes: 1, controllerMs: 1, recordLoads: 1 },
  });
  await record({ queue: [], agents: [], jobChanges: [{ id: jobId, goneAtMs: 1 }] });
  const key = buildKey(jobId, 1);
  const { db } = store;
  const report = await readTestReport(db, key);
  let testId = 0;
  for await (const [first] of report?.cases() ?? []) testId ||= first?.testId ?? 0;
  const span = { sinceMs: now - dayMs, untilMs: now };
  await store.transaction((tx) => requestDeep(tx, key));
  await collection.dueDeepWork(1, { nowMs: now, most: 5, kinds: ['log', 'tests'] });
  await countDeepWork(db, [1]);
  await readStages(db, key);
  await readChangesOf(db, [key, key + 1]);
  await readLogTail(db, key);
  await readDeepStates(db, key);
  await readFailedTests(db, key, { most: 5 });
  await readFailuresOfTest(db, testId, { most: 5 });
  expect((await historyOfTest(db, testId, { most: 5 })).runs).toHaveLength(5);
  expect(
    (await historyOfTest(db, testId, { most: 5, jobId, before: { startedAtMs: now, buildId: key + 50 } })).runs,
  ).toHaveLength(5);
  await readQueue(db, [1], 5);
  await readQueueReasons(db, { connectionId: 1, queueId: 1, enteredAtMs: 1 });
  for (const by of ['job', 'label'] as const) await sumWaits(db, { connectionIds: [1], by, most: 5, ...span });
  await readAgents(db, 1, { goneSinceMs: 0 });
  await readAgentIntervals(db, 1, span);
  await readLoad(db, 1, span);
  for (const [text] of prepare.mock.calls) texts.add(text);
  prepare.mockClear();
  await store.transaction((tx) => dropOpenBuilds(tx, 1));
  await deleteConnectionHistory(store, 1);
  const removal = prepare.mock.calls.map(([text]) => text).filter((text) => !texts.has(text));
  prepare.mockRestore();
  const plans = new DatabaseSync('path' in place ? place.path : '');
  const bad = [...texts, ...removal]
    .filter((text) => /^(select|insert|update|delete)/.test(text))
    .flatMap((text) => {
      const steps = plans.prepare(`explain query plan ${text}`).all() as { detail: string }[];
      const isRemoval = removal.includes(text);
      return steps
        .filter(({ detail }) => isBad(detail) && !(isRemoval && scannedByRemoval.test(detail)))
        .map(({ detail }) => `${detail}: ${text.slice(0, 300)}`);
    });
  plans.close();
  await close();
  expect(texts.size).toBeGreaterThan(60);
  expect(bad).toEqual([]);
});
