import type { TestSummary } from '@buildbutler/contract';
import { testStatusAt } from '../../core/pack-test-cases.ts';
import { projectOfTest, publicTestId } from '../../core/test-key.ts';
import type { Database } from '../../storage/open-store.ts';
import { historyOfTest } from '../../storage/test-reports/history-of-test.ts';
import { tagsOfTests } from '../../storage/test-tag-repository.ts';
import { iso, isoOrNull } from '../build-view.ts';
import { buildPoints, namesOfProjects, namesOfTestKeys } from './test-names.ts';
import type { TestSum } from './test-tally.ts';

const mostRunsBack = 200;

/** Keys of the tests that are flaky on any branch of any job. */
export async function flakyTestIds(db: Database): Promise<ReadonlySet<number>> {
  const rows = await db.selectFrom('flaky_test').select('test_id').distinct().execute();
  return new Set(rows.map(({ test_id }) => test_id));
}

/** Since when a test fails that has not passed in its range: the failures may reach back before it. */
async function failingSince(db: Database, { failingSinceMs, passed, testId }: TestSum): Promise<number | null> {
  if (failingSinceMs === 0) return null;
  if (passed > 0) return failingSinceMs;
  let sinceMs = failingSinceMs;
  for (const run of (await historyOfTest(db, testId, { most: mostRunsBack })).runs) {
    if (run.startedAtMs >= failingSinceMs || run.status === 'skipped') continue;
    if (run.status === 'passed') break;
    sinceMs = run.startedAtMs;
  }
  return sinceMs;
}

export interface SummaryFacts {
  readonly flaky: ReadonlySet<number>;
  readonly isVanished: (sum: TestSum) => boolean;
}

/** Tests as lists show them, in the given order. */
export async function toTestSummaries(
  db: Database,
  sums: readonly TestSum[],
  { flaky, isVanished }: SummaryFacts,
): Promise<TestSummary[]> {
  const keys = sums.map(({ testId }) => testId);
  const names = await namesOfTestKeys(db, keys);
  const projects = await namesOfProjects(db, keys.map(projectOfTest));
  const tags = await tagsOfTests(db, keys);
  const point = await buildPoints(
    db,
    sums.map(({ lastBuildId }) => lastBuildId),
  );
  const summaries: TestSummary[] = [];
  for (const sum of sums) {
    const { durationMs, failed, lastBuildId, lastRunMs, lastStatus, passed, skipped, testId, timed } = sum;
    const project = projects.get(projectOfTest(testId));
    const runs = passed + failed + skipped;
    summaries.push({
      id: publicTestId(testId),
      name: names.get(testId)?.name ?? '?',
      className: names.get(testId)?.className ?? null,
      project: project?.fullName ?? '?',
      instance: project?.instance ?? '?',
      status: testStatusAt(lastStatus),
      lastBuild: point(lastBuildId),
      lastRunAt: iso(lastRunMs),
      failingSince: isoOrNull(await failingSince(db, sum)),
      runs,
      passed,
      failed,
      skipped,
      passRate: runs === 0 ? null : passed / runs,
      avgDuration: timed === 0 ? null : Math.round(durationMs / timed),
      tags: [...(tags.get(testId) ?? [])],
      isFlaky: flaky.has(testId),
      isVanished: isVanished(sum),
    });
  }
  return summaries;
}
