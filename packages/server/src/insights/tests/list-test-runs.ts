import type { TestRun } from '@buildbutler/contract';
import { AppError } from '../../core/app-error.ts';
import type { TestStatus } from '../../core/test-report.ts';
import type { Database, Store } from '../../storage/open-store.ts';
import {
  historyOfTest,
  type TestRun as StoredRun,
  type TestHistoryPlace,
} from '../../storage/test-reports/history-of-test.ts';
import { readFailuresIn } from '../../storage/test-reports/read-failed-tests.ts';
import { iso } from '../build-view.ts';
import { type BuildOfRun, buildsOfRuns, requireTest } from './runs-of-test.ts';
import { buildPoints } from './test-names.ts';

export interface ListTestRunsInput {
  readonly id: string;
  readonly branch?: string | undefined;
  readonly status?: TestStatus | undefined;
  readonly cursor?: string | undefined;
  readonly limit: number;
}

export interface TestRunList {
  readonly data: TestRun[];
  readonly meta: { next_cursor: string | null };
}

const toCursor = ({ buildId, startedAtMs }: TestHistoryPlace) => `${startedAtMs.toString(36)}.${buildId.toString(36)}`;

/** Reads a cursor. Empty begins. Throws `bad_request` for anything that we did not hand out. */
function placeOf(cursor: string | undefined): TestHistoryPlace | null {
  if (cursor === undefined || cursor === '') return null;
  const [startedAtMs = Number.NaN, buildId = Number.NaN, ...rest] = cursor
    .split('.')
    .map((part) => (/^[0-9a-z]{1,11}$/.test(part) ? Number.parseInt(part, 36) : Number.NaN));
  if (rest.length > 0 || !Number.isSafeInteger(startedAtMs) || !Number.isSafeInteger(buildId)) {
    const message = 'The cursor is not one that this API handed out. Begin again with an empty one.';
    throw new AppError('bad_request', message, { details: [{ path: 'query.cursor', message: 'unknown cursor' }] });
  }
  return { startedAtMs, buildId };
}

interface Page {
  readonly runs: StoredRun[];
  readonly builds: Map<number, BuildOfRun>;
  readonly next: TestHistoryPlace | null;
}

/** Rounds over a history in which few runs match: the rest is told by the next page. */
const mostRounds = 5;

async function matchingRuns(db: Database, testId: number, input: ListTestRunsInput): Promise<Page> {
  const page = { runs: [] as StoredRun[], builds: new Map<number, BuildOfRun>() };
  let before = placeOf(input.cursor);
  for (let round = 0; round < mostRounds; round += 1) {
    const { next, runs } = await historyOfTest(db, testId, { most: input.limit - page.runs.length, before });
    const builds = await buildsOfRuns(
      db,
      runs.map(({ buildId }) => buildId),
    );
    for (const run of runs) {
      const build = builds.get(run.buildId) ?? { branch: null, commit: null, agent: null };
      if (input.status !== undefined && input.status !== run.status) continue;
      if (input.branch && input.branch !== build.branch) continue;
      page.runs.push(run);
      page.builds.set(run.buildId, build);
    }
    before = next;
    if (next === null || page.runs.length >= input.limit) break;
  }
  return { ...page, next: before };
}

/** Runs of a test, newest first, with errors. Throws `not_found`. */
export async function listTestRuns(store: Store, input: ListTestRunsInput): Promise<TestRunList> {
  const { db } = store;
  const testId = await requireTest(db, input.id);
  const { builds, next, runs } = await matchingRuns(db, testId, input);
  const ids = runs.map(({ buildId }) => buildId);
  const point = await buildPoints(db, ids);
  // The first failure tells where a test failed more than once in a build.
  const failures = new Map(
    (await readFailuresIn(db, testId, ids)).toReversed().map((failure) => [failure.buildId, failure]),
  );
  const data = runs.map(({ buildId, durationMs, startedAtMs, status }) => ({
    build: point(buildId),
    timestamp: iso(startedAtMs),
    status,
    duration: durationMs,
    branch: builds.get(buildId)?.branch ?? null,
    commit: builds.get(buildId)?.commit ?? null,
    agent: builds.get(buildId)?.agent ?? null,
    error: failures.get(buildId)?.error ?? null,
    stack: failures.get(buildId)?.stack ?? null,
    isCut: failures.get(buildId)?.isCut ?? false,
  }));
  return { data, meta: { next_cursor: next === null ? null : toCursor(next) } };
}
