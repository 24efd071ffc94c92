import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildKey } from '../packages/server/src/core/entity-id.ts';
import type { TestCaseResult } from '../packages/server/src/core/test-report.ts';
import type { CollectionStore } from '../packages/server/src/storage/collection.ts';
import { createCollectionStore } from '../packages/server/src/storage/create-collection-store.ts';
import { countDeepWork, dueDeepWork } from '../packages/server/src/storage/deep/due-deep-work.ts';
import { readStages } from '../packages/server/src/storage/deep/read-stages.ts';
import type { DeepResult } from '../packages/server/src/storage/deep-step.ts';
import { openStore } from '../packages/server/src/storage/open-store.ts';
import { historyOfTest } from '../packages/server/src/storage/test-reports/history-of-test.ts';
import { readFailedTests } from '../packages/server/src/storage/test-reports/read-failed-tests.ts';
import { readTestReport } from '../packages/server/src/storage/test-reports/read-test-report.ts';
import { inventBuild, sequence, stagesOf } from './invented-builds.shared.ts';

// How long it takes to read what belongs to builds: the history of one test in small, large and shared reports, reports,
// stages, and the list of what is to be fetched when it is long.
const rounds = 200;
const nowMs = Date.UTC(2026, 5, 30, 12);
const random = sequence(5);
const emptyStep = {
  connectionId: 1,
  atMs: nowMs,
  newJobs: [],
  jobChanges: [],
  builds: [],
  vanishedBuilds: [],
  state: {},
};

const caseNumber = (index: number, failed: boolean): TestCaseResult => ({
  className: `org.example.Part${Math.floor(index / 25)}Test`,
  name: `does what it should in case ${index}`,
  status: failed ? 'failed' : 'passed',
  durationMs: Math.floor(random() * 900),
  age: null,
  failedSince: null,
  errorDetails: failed ? 'expected:<7> but was:<8>' : null,
  errorStackTrace: failed ? 'java.lang.AssertionError\n'.repeat(40) : null,
  skippedMessage: null,
});

function resultsOf(jobId: number, number: number, cases: number): DeepResult[] {
  const list = Array.from({ length: cases }, (_, index) => caseNumber(index, random() < 0.01));
  const suites = [{ position: 0, name: 'all', stageNames: [], cases: list }];
  const stages = stagesOf(nowMs);
  return [
    { jobId, number, kind: 'stages', outcome: 'stored', stages, isComplete: true, source: 'stages' },
    { jobId, number, kind: 'tests', outcome: 'stored', part: 0, isLast: true, suites },
  ];
}

/** Builds of one job, each with a report of so many cases. */
async function fill(collection: CollectionStore, jobId: number, builds: number, cases: number): Promise<void> {
  for (let number = 1; number <= builds; number += 1) {
    const { build } = inventBuild(0, number, nowMs - (builds - number) * 60_000, random);
    await collection.recordStep({ ...emptyStep, builds: [{ jobId, build }], deep: resultsOf(jobId, number, cases) });
  }
}

const folder = mkdtempSync(join(tmpdir(), 'buildbutler-deep-'));
const store = openStore({ path: join(folder, 'store.db'), role: 'collector' });
try {
  const collection = createCollectionStore(store);
  const job = (path: string[], kind: 'pipeline' | 'multibranch-branch') => {
    return { path, kind, incarnation: 1, nextBuildNumber: 1, isDisabled: false };
  };
  const branches = Array.from({ length: 40 }, (_, index) => job(['repo', `branch-${index}`], 'multibranch-branch'));
  const newJobs = [job(['small'], 'pipeline'), job(['large'], 'pipeline'), job(['waiting'], 'pipeline'), ...branches];
  const ids = await collection.recordStep({ ...emptyStep, newJobs });
  const [small = 0, large = 0, waiting = 0, ...shared] = ids;
  await fill(collection, small, 1_000, 80);
  await fill(collection, large, 150, 20_000);
  for (const branch of shared) await fill(collection, branch, 25, 80);
  for (let from = 1; from <= 60_000; from += 2_000) {
    const numbers = Array.from({ length: 2_000 }, (_, index) => from + index);
    const builds = numbers.map((number) => ({
      jobId: waiting,
      build: inventBuild(0, number, nowMs - number * 10_000, random).build,
    }));
    await collection.recordStep({ ...emptyStep, builds });
  }
  await collection.dueDeepWork(1, { nowMs, most: 1 });
  const { db } = store;
  const testIn = async (jobId: number) => {
    const report = await readTestReport(db, buildKey(jobId, 1));
    for await (const some of report?.cases() ?? []) return some[40]?.testId ?? 0;
    return 0;
  };
  const tests = { small: await testIn(small), large: await testIn(large), shared: await testIn(shared[0] ?? 0) };
  const wholeReport = async (key: number) => {
    let count = 0;
    for await (const some of (await readTestReport(db, key))?.cases() ?? []) count += some.length;
    return count;
  };
  const questions: Record<string, () => Promise<unknown>> = {
    'history of a test, 100 runs, reports of 80': () => historyOfTest(db, tests.small, { most: 100 }),
    'history of a test, 100 runs, reports of 20,000': () => historyOfTest(db, tests.large, { most: 100 }),
    'history of a test, 100 runs, over 40 branches': () => historyOfTest(db, tests.shared, { most: 100 }),
    'history of a test, 25 runs, on one branch': () => historyOfTest(db, tests.shared, { most: 100, jobId: shared[3] }),
    'a report of 80 cases': () => wholeReport(buildKey(small, 500)),
    'the failed tests of a report of 20,000': () => readFailedTests(db, buildKey(large, 100), { most: 50 }),
    'the stages of a build': () => readStages(db, buildKey(small, 500)),
    'what is to be fetched, of 120,000 waiting': () => dueDeepWork(db, 1, { nowMs, most: 20 }),
    'how much is to be fetched, of 120,000 waiting': () => countDeepWork(db, [1]),
  };
  const at = (values: readonly number[], share: number) => values[Math.ceil(share * values.length) - 1] ?? 0;
  console.log(`${'question, ms'.padEnd(50)}${'p50'.padStart(9)}${'p95'.padStart(9)}`);
  for (const [name, ask] of Object.entries(questions)) {
    const times: number[] = [];
    for (let round = -20; round < rounds; round += 1) {
      const before = performance.now();
      await ask();
      if (round >= 0) times.push(performance.now() - before);
    }
    times.sort((a, b) => a - b);
    console.log(`${name.padEnd(50)}${at(times, 0.5).toFixed(2).padStart(9)}${at(times, 0.95).toFixed(2).padStart(9)}`);
  }
} finally {
  await store.close();
  rmSync(folder, { recursive: true, force: true });
}
