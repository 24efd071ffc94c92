import type { BuildSummary, Comparison } from '@buildbutler/contract';
import { AppError } from '../core/app-error.ts';
import { deepStateOf } from '../core/deep-data.ts';
import { keyOf } from '../core/entity-id.ts';
import { stagePaths } from '../core/stage-path.ts';
import { readChangesOf } from '../storage/deep/read-changes.ts';
import { readStages } from '../storage/deep/read-stages.ts';
import type { Database, Store } from '../storage/open-store.ts';
import { selectBuilds, toBuildSummary } from './build-view.ts';
import { compareTests } from './compare-tests.ts';

type Metric = Comparison['metrics'][number];

/** Further apart, "the changes between them" is no question any more. */
const mostBuildsBetween = 500;

async function requireBuild(db: Database, id: string) {
  const key = keyOf(id);
  const row =
    key === null
      ? undefined
      : await selectBuilds(db).select(['build.deep']).where('build.id', '=', key).executeTakeFirst();
  if (row === undefined) throw new AppError('not_found', `There is no build ${id}.`);
  return { key: row.id, jobId: row.job_id, summary: toBuildSummary(row) };
}

/** `worse` = which direction is bad; null = neither. */
function metric(
  of: Pick<Metric, 'key' | 'label' | 'unit'>,
  [a, b]: readonly [a: number | null, b: number | null],
  worse: 'up' | 'down' | null,
): Metric {
  const delta = a === null || b === null ? null : b - a;
  const isWorse = worse === null || delta === null || delta === 0 ? null : delta > 0 === (worse === 'up');
  return { ...of, a, b, delta, isWorse };
}

function testMetrics(a: BuildSummary, b: BuildSummary): Metric[] {
  const of = (valueAt: (tests: NonNullable<BuildSummary['tests']>) => number | null) =>
    [a.tests === null ? null : valueAt(a.tests), b.tests === null ? null : valueAt(b.tests)] as const;
  const rate = of(({ passed, total }) => (total === 0 ? null : passed / total));
  return [
    metric(
      { key: 'total', label: 'Tests', unit: 'count' },
      of(({ total }) => total),
      null,
    ),
    metric(
      { key: 'passed', label: 'Passed', unit: 'count' },
      of(({ passed }) => passed),
      null,
    ),
    metric(
      { key: 'failed', label: 'Failed', unit: 'count' },
      of(({ failed }) => failed),
      'up',
    ),
    metric(
      { key: 'skipped', label: 'Skipped', unit: 'count' },
      of(({ skipped }) => skipped),
      null,
    ),
    metric({ key: 'passRate', label: 'Pass rate', unit: 'rate' }, rate, 'down'),
  ];
}

/** Durations by stage; of stages with the same name and place, their sum. */
async function stageDurations(db: Database, key: number): Promise<ReadonlyMap<string, number | null>> {
  const stages = (await readStages(db, key))?.stages ?? [];
  const durations = new Map<string, number | null>();
  for (const [position, path] of stagePaths(stages).entries()) {
    const durationMs = stages[position]?.durationMs ?? null;
    const known = durations.get(path) ?? null;
    durations.set(path, durationMs === null ? known : (known ?? 0) + durationMs);
  }
  return durations;
}

/** In the order of b; what only a has stands behind what it followed there. */
function mergedOrder(a: Iterable<string>, b: Iterable<string>): string[] {
  const merged = [...b];
  const known = new Set(merged);
  let before: string | null = null;
  for (const path of a) {
    if (!known.has(path)) merged.splice(before === null ? 0 : merged.indexOf(before) + 1, 0, path);
    known.add(path);
    before = path;
  }
  return merged;
}

async function stageMetrics(db: Database, a: number, b: number): Promise<Metric[]> {
  const inA = await stageDurations(db, a);
  const inB = await stageDurations(db, b);
  return mergedOrder(inA.keys(), inB.keys()).map((path) =>
    metric({ key: `stage:${path}`, label: path, unit: 'ms' }, [inA.get(path) ?? null, inB.get(path) ?? null], 'up'),
  );
}

/** Commits that came between two builds of one job; null when that is not known of all builds in between. */
async function commitsBetween(db: Database, one: number, other: number): Promise<number | null> {
  const [first, last] = one < other ? [one, other] : [other, one];
  const builds = await db
    .selectFrom('build')
    .select(['id', 'deep'])
    .where('id', '>', first)
    .where('id', '<=', last)
    .limit(mostBuildsBetween + 1)
    .execute();
  const isKnown = builds.every(({ deep }) => ['stored', 'none'].includes(deepStateOf(deep, 'changes')));
  if (!isKnown || builds.length > mostBuildsBetween) return null;
  const changes = await readChangesOf(
    db,
    builds.map(({ id }) => id),
  );
  const commits = new Set<string>();
  for (const [id, stored] of changes) {
    if (stored.hasMore) return null;
    for (const [at, { commit }] of stored.changes.entries()) commits.add(commit ?? `${id}:${at}`);
  }
  return commits.size;
}

/** Which of these tests are flaky on any branch of these jobs. */
async function flakyAmong(
  db: Database,
  jobIds: readonly number[],
  testIds: readonly number[],
): Promise<ReadonlySet<number>> {
  const flaky = new Set<number>();
  for (let at = 0; at < testIds.length; at += 500) {
    const rows = await db
      .selectFrom('flaky_test')
      .select('test_id')
      .where('job_id', 'in', [...new Set(jobIds)])
      .where('test_id', 'in', testIds.slice(at, at + 500))
      .execute();
    for (const { test_id } of rows) flaky.add(test_id);
  }
  return flaky;
}

/** Two builds side by side. Throws `not_found`. */
export async function compareBuilds(
  store: Store,
  input: { readonly a: string; readonly b: string },
): Promise<Comparison> {
  const { db } = store;
  const a = await requireBuild(db, input.a);
  const b = await requireBuild(db, input.b);
  const pair = (valueAt: (summary: BuildSummary) => number | null) => [valueAt(a.summary), valueAt(b.summary)] as const;
  return {
    a: a.summary,
    b: b.summary,
    metrics: [
      ...testMetrics(a.summary, b.summary),
      metric(
        { key: 'duration', label: 'Duration', unit: 'ms' },
        pair(({ duration }) => duration),
        'up',
      ),
      metric(
        { key: 'queueTime', label: 'Queue time', unit: 'ms' },
        pair(({ queueTime }) => queueTime),
        'up',
      ),
      ...(await stageMetrics(db, a.key, b.key)),
    ],
    tests: await compareTests(db, { a: a.key, b: b.key }, (testIds) => flakyAmong(db, [a.jobId, b.jobId], testIds)),
    changes: { commits: a.jobId === b.jobId ? await commitsBetween(db, a.key, b.key) : null },
  };
}
