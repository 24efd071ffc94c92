import { buildKey } from '../../src/core/entity-id.ts';
import { readLogTail } from '../../src/storage/deep/log-tail.ts';
import { readChanges } from '../../src/storage/deep/read-changes.ts';
import { readStages } from '../../src/storage/deep/read-stages.ts';
import type { Store } from '../../src/storage/open-store.ts';
import { readFailedTests } from '../../src/storage/test-reports/read-failed-tests.ts';
import { readTestReport } from '../../src/storage/test-reports/read-test-report.ts';
import type { Build } from '../../testkit/fake-jenkins/truth/item.ts';
import { fullName } from '../../testkit/fake-jenkins/truth/item-names.ts';
import { reveal } from '../../testkit/fake-jenkins/truth/lazy.ts';
import type { Stage } from '../../testkit/fake-jenkins/truth/stage.ts';
import type { World } from '../../testkit/fake-jenkins/world.ts';
import { storedJobs } from './truth.ts';

/** What belongs to a build besides its record, in lines that the controller's truth and the store can both be put into. */
export interface DeepFacts {
  readonly stages: readonly string[];
  readonly tests: readonly string[];
  readonly failures: readonly string[];
  readonly changes: readonly string[];
  readonly log: string | null;
}

const loggedResults = ['FAILURE', 'UNSTABLE', 'ABORTED'];

function stageLines(stages: readonly Stage[], above: string): string[] {
  return stages.flatMap(({ name, state, startedAtMs, durationMs, pauseMs, children }) => {
    const path = `${above}/${name}`;
    const times = state === 'skipped' ? '' : ` ${startedAtMs}+${durationMs} paused ${pauseMs}`;
    return [`${path} ${state}${times}`, ...stageLines(children, path)];
  });
}

export function deepInWorld(build: Build): DeepFacts {
  const { job, result } = build;
  const log = reveal(build.log);
  const suites = build.testReport === null ? [] : reveal(build.testReport).suites;
  const cases = suites.flatMap((suite) => suite.cases.map((test) => ({ suite, test })));
  return {
    stages: job.kind === 'pipeline' ? stageLines(reveal(build.stages), '') : [],
    tests: cases
      .map(({ suite, test }) => `${suite.name} ${test.className}.${test.name} ${test.status.toLowerCase()}`)
      .sort(),
    failures: cases
      .filter(({ test }) => test.status === 'FAILED')
      .map(({ test }) => `${test.className}.${test.name} ${test.errorDetails} ${test.errorStackTrace}`),
    changes: reveal(build.commits).map(({ commitId, comment }) => `${commitId} ${comment.split('\n')[0]}`),
    log: loggedResults.includes(result ?? '') && log !== '' ? log : null,
  };
}

async function testLines(store: Store, key: number): Promise<string[]> {
  const report = await readTestReport(store.db, key);
  if (report === null) return [];
  const lines: string[] = [];
  for await (const cases of report.cases()) {
    for (const { suiteName, className, name, status } of cases)
      lines.push(`${suiteName} ${className}.${name} ${status}`);
  }
  return lines.sort();
}

export async function deepInStore(store: Store, key: number): Promise<DeepFacts> {
  const stages = (await readStages(store.db, key))?.stages ?? [];
  const pathOf = (id: string | null): string => {
    const stage = stages.find((one) => one.id === id);
    return stage === undefined ? '' : `${pathOf(stage.parentId)}/${stage.name}`;
  };
  const failed = await readFailedTests(store.db, key, { most: 10_000 });
  return {
    stages: stages.map(({ id, status, startedAtMs, durationMs, pauseMs }) => {
      const times = status === 'skipped' ? '' : ` ${startedAtMs}+${durationMs} paused ${pauseMs}`;
      return `${pathOf(id)} ${status}${times}`;
    }),
    tests: await testLines(store, key),
    failures: failed.map(({ className, name, error, stack }) => `${className}.${name} ${error} ${stack}`),
    changes: ((await readChanges(store.db, key))?.changes ?? []).map(({ commit, message }) => `${commit} ${message}`),
    log: (await readLogTail(store.db, key))?.text ?? null,
  };
}

/** In what the store differs from the truth, a line for each build: empty when everything that belongs to them is there. */
export async function deepDifferences(store: Store, world: World, folder = ''): Promise<string[]> {
  const ids = new Map((await storedJobs(store)).map(({ id, name }) => [name, id]));
  const lines: string[] = [];
  for (const job of world.jobs()) {
    if (!fullName(job).startsWith(folder)) continue;
    for (const number of job.builds.newest()) {
      const build = job.builds.peek(number);
      if (build === undefined || build.isBuilding) continue;
      const stored = JSON.stringify(await deepInStore(store, buildKey(ids.get(fullName(job)) ?? 0, number)));
      const truth = JSON.stringify(deepInWorld(build));
      if (stored !== truth)
        lines.push(`${fullName(job)} #${number}: stored ${stored.slice(0, 2_000)}, true ${truth.slice(0, 2_000)}`);
    }
  }
  return lines;
}
