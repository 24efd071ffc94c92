import { type CompiledQuery, CompiledQuery as Query } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { dayMs, hourMs } from '../../src/core/calendar.ts';
import { buildKey, publicBuildId, publicJobId } from '../../src/core/entity-id.ts';
import { type QuestionName, questions } from '../../src/insights/ask.ts';
import { connectionOverviews } from '../../src/storage/connection-overview.ts';
import { createCollectionStore } from '../../src/storage/create-collection-store.ts';
import type { Store } from '../../src/storage/open-store.ts';
import { backEnds, type OpenedStore } from '../storage/back-ends.ts';
import { addConnection, runningBuild, sampleBuild, sampleJob, sampleStep } from '../storage/sample.ts';

const now = Date.UTC(2026, 5, 1);
const jobCount = 60;
const buildsPerJob = 400;
const results = ['SUCCESS', 'SUCCESS', 'SUCCESS', 'FAILURE', 'UNSTABLE', 'ABORTED'] as const;

/** Two years of builds, so that a month is a small part: large enough for a planner to take the index it should. */
async function fill(store: Store): Promise<void> {
  for (const id of [1, 2]) await addConnection(store, id, `Controller ${id}`);
  const collection = createCollectionStore(store);
  for (const connectionId of [1, 2]) {
    const names = Array.from(
      { length: jobCount / 2 },
      (_, index) => `team-${index % 5}/service-${connectionId}-${index}`,
    );
    const ids = await collection.recordStep(
      sampleStep({
        connectionId,
        newJobs: names.map((name) => sampleJob(name, { nextBuildNumber: buildsPerJob + 2 })),
      }),
    );
    for (const [place, jobId] of ids.entries()) {
      const spacingMs = (730 * dayMs) / buildsPerJob;
      const builds = Array.from({ length: buildsPerJob }, (_, index) => ({
        jobId,
        build: sampleBuild({
          number: index + 1,
          startedAtMs: Math.floor(now - (buildsPerJob - index) * spacingMs + place * 60_000),
          result: results[(index + place) % results.length] ?? 'SUCCESS',
          durationMs: 1_000 * ((index * 7) % 900),
          branch: index % 3 === 0 ? `feature/${index}` : 'main',
          agent: `agent-${index % 20}`,
        }),
      }));
      builds.push({
        jobId,
        build: runningBuild({ number: buildsPerJob + 1, startedAtMs: now - 60_000 }),
      });
      await collection.recordStep(sampleStep({ connectionId, builds }));
    }
  }
  while ((await collection.rollUpDirty(500)) > 0);
}

const page = { page: 1, per_page: 25 };
const month = { range: '30d', tz: 'Europe/Berlin', limit: 1_000 };
const jobsPage = { ...page, range: '30d', order: 'desc' };

/** What pages ask every time they are opened. */
const asked: readonly (readonly [name: string, question: QuestionName, input: unknown])[] = [
  ['totals with the period before', 'metrics', { ...month, compare: 'previous' }],
  ['totals of a day', 'metrics', { ...month, range: '24h' }],
  ['by day, 90 days', 'metrics', { ...month, range: '90d', group_by: 'day' }],
  ['by day, a year', 'metrics', { ...month, range: '1y', group_by: 'day' }],
  ['by day, one connection', 'metrics', { ...month, group_by: 'day', instance: ['Controller 2'] }],
  ['by day, one job', 'metrics', { ...month, group_by: 'day', job: 'team-3/service-1-3' }],
  ['by day, one branch', 'metrics', { ...month, group_by: 'day', branch: 'main' }],
  ['by day, one folder', 'metrics', { ...month, group_by: 'day', folder: '/team-2' }],
  ['worst jobs', 'metrics', { ...month, group_by: 'job', sort: 'failures', limit: 10 }],
  ['by instance', 'metrics', { ...month, group_by: 'instance' }],
  ['by agent', 'metrics', { ...month, group_by: 'label' }],
  ['by branch', 'metrics', { ...month, group_by: 'branch' }],
  ['latest builds', 'listBuilds', page],
  ['latest builds, tenth page', 'listBuilds', { ...page, page: 10 }],
  ['failures of a month', 'listBuilds', { ...page, range: '30d', result: ['FAILURE'] }],
  ['builds of a branch', 'listBuilds', { ...page, range: '30d', branch: 'main' }],
  ['slowest builds of a month', 'listBuilds', { ...page, range: '30d', sort: 'duration' }],
  ['running builds', 'listBuilds', { ...page, building: 'true' }],
  ['everything by cursor', 'listBuilds', { ...page, cursor: 'c9zz', limit: 1_000 }],
  ['builds of a job', 'listJobBuilds', { ...page, job: publicJobId(3) }],
  ['jobs by failures', 'listJobs', { ...jobsPage, sort: 'failures' }],
  ['jobs by p95', 'listJobs', { ...jobsPage, sort: 'p95' }],
  ['red jobs', 'listJobs', { ...jobsPage, red: 'true', sort: 'redSince' }],
  ['a job', 'getJob', { id: publicJobId(3), range: '30d' }],
  ['a build', 'getBuild', { id: publicBuildId(buildKey(3, 200)) }],
  ['branches', 'listBranches', { limit: 20 }],
  ['live counters', 'live', null],
];

/** The same store; what it is asked is noted. */
function listening(store: Store): { store: Store; heard: CompiledQuery[] } {
  const heard: CompiledQuery[] = [];
  const db = store.db.withPlugin({
    transformQuery({ node, queryId }) {
      heard.push(store.db.getExecutor().compileQuery(node, queryId));
      return node;
    },
    transformResult: async ({ result }) => result,
  });
  return { store: { ...store, db }, heard };
}

interface PostgresPlan {
  readonly 'Node Type': string;
  readonly 'Relation Name'?: string;
  readonly 'Plan Rows': number;
  readonly Plans?: readonly PostgresPlan[];
}

/** Goes through a table as large as the builds are, or sorts it. */
function postgresFaults(plan: PostgresPlan): string[] {
  const below = (plan.Plans ?? []).flatMap(postgresFaults);
  const relation = plan['Relation Name'];
  if (plan['Node Type'] === 'Seq Scan' && relation === 'build') return [...below, 'Seq Scan on build'];
  const sorted = plan['Node Type'] === 'Sort' ? (plan.Plans?.[0]?.['Plan Rows'] ?? 0) : 0;
  return sorted > (jobCount * buildsPerJob) / 4 ? [...below, `Sort of ${sorted} rows`] : below;
}

async function faultsOf({ place, store }: OpenedStore, { parameters, sql }: CompiledQuery): Promise<string[]> {
  if ('path' in place) {
    const { rows } = await store.db.executeQuery<{ detail: string }>(
      Query.raw(`explain query plan ${sql}`, [...parameters]),
    );
    // An index read from its end until the page is full is what it is for.
    const isPaged = /\blimit\b/.test(sql) || /\b(min|max)\(/.test(sql);
    return rows
      .map(({ detail }) => detail)
      .filter((detail) => /^SCAN build\b/.test(detail) && !(isPaged && /USING (COVERING )?INDEX/.test(detail)));
  }
  const { rows } = await store.db.executeQuery<{ 'QUERY PLAN': [{ Plan: PostgresPlan }] }>(
    Query.raw(`explain (format json) ${sql}`, [...parameters]),
  );
  return rows.flatMap((row) => postgresFaults(row['QUERY PLAN'][0].Plan));
}

describe.each(backEnds)('plans on $name', ({ open }) => {
  let opened: OpenedStore;
  beforeAll(async () => {
    opened = await open();
    await fill(opened.store);
    await opened.store.db.executeQuery(Query.raw('analyze'));
  }, 180_000);
  afterAll(() => opened.close());

  it.each(asked)('%s: no question goes through all builds', async (_name, question, input) => {
    const { heard, store } = listening(opened.store);
    const ask = questions[question] as (store: Store, input: unknown, nowMs: number) => Promise<unknown>;
    await ask(store, input, now);
    expect(heard.length).toBeGreaterThan(0);
    const faults: string[] = [];
    for (const query of heard) {
      for (const fault of await faultsOf(opened, query)) faults.push(`${fault}: ${query.sql}`);
    }
    expect(faults).toEqual([]);
  });

  it('a question that does go through all of them would be noticed', async () => {
    const { heard, store } = listening(opened.store);
    await store.db.selectFrom('build').select('id').where('cause_text', '=', 'none').execute();
    await store.db.selectFrom('build').select('id').orderBy('duration_ms').limit(5).execute();
    for (const query of heard) expect(await faultsOf(opened, query)).not.toEqual([]);
  });

  it('the list of connections: from what the jobs say of their builds', async () => {
    const { heard, store } = listening(opened.store);
    await connectionOverviews(store.db, [1, 2], { loadHourMs: now });
    expect(heard.filter(({ sql }) => sql.includes('"build"'))).toEqual([]);
  });

  it('what is shown of whole hours comes from roll-ups', async () => {
    const { heard, store } = listening(opened.store);
    const range = `${new Date(now - 40 * dayMs).toISOString()}..${new Date(now - hourMs).toISOString()}`;
    await questions.metrics(store, { ...month, range }, now);
    expect(heard.filter(({ sql }) => sql.includes('from "build"'))).toEqual([]);
  });
});
