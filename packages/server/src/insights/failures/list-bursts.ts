import type { Burst } from '@buildbutler/contract';
import { dayMs } from '../../core/calendar.ts';
import { categoryAt } from '../../core/failure/failure-category.ts';
import { type AgentDay, findBadAgents } from '../../core/failure/find-bad-agents.ts';
import { type FingerprintBurst, findBursts, type Occurrence } from '../../core/failure/find-bursts.ts';
import { publicFingerprintId } from '../../core/failure/fingerprint-id.ts';
import { type Window, windowOf } from '../../core/window.ts';
import type { Database, Store } from '../../storage/open-store.ts';
import type { BuildFilter } from '../build-filter.ts';
import { iso } from '../build-view.ts';
import { rowFilter } from '../row-filter.ts';
import { eachFailure } from './failure-rows.ts';

export type ListBurstsInput = Omit<BuildFilter, 'number' | 'agent' | 'fingerprint'> & { readonly range: string };

const mostBursts = 100;
const mostJobNames = 10;
const resultMask = 7;

const byId = <Row extends { readonly id: number }>(rows: readonly Row[]) => new Map(rows.map((row) => [row.id, row]));

/** As many unrelated jobs as a burst has at least. */
const leastJobs = 3;

/** All branches of a project count as one job. */
async function rootsOfJobs(db: Database): Promise<ReadonlyMap<number, string>> {
  const rows = await db.selectFrom('job').select(['id', 'kind', 'folder', 'full_name']).execute();
  return new Map(
    rows.map(({ id, kind, folder, full_name }) => [
      id,
      kind === 'multibranch-branch' || kind === 'matrix-configuration' ? folder : full_name,
    ]),
  );
}

async function occurrences(store: Store, input: ListBurstsInput, window: Window): Promise<Occurrence[]> {
  const byPrint = new Map<number, { readonly jobs: Set<number>; readonly rows: Omit<Occurrence, 'root'>[] }>();
  await eachFailure(store, input, window, ({ fingerprintId, atMs, jobId, connectionId, durationMs }) => {
    let group = byPrint.get(fingerprintId);
    if (group === undefined) {
      group = { jobs: new Set(), rows: [] };
      byPrint.set(fingerprintId, group);
    }
    group.jobs.add(jobId);
    group.rows.push({ fingerprintId, atMs, jobId, connectionId, durationMs });
  });
  const some = [...byPrint.values()].filter(({ jobs }) => jobs.size >= leastJobs).flatMap(({ rows }) => rows);
  if (some.length === 0) return [];
  const roots = await rootsOfJobs(store.db);
  return some.map((row) => ({ ...row, root: roots.get(row.jobId) ?? '' }));
}

async function namesOfJobs(db: Database, ids: Iterable<number>): Promise<string[]> {
  const some = [...new Set(ids)].slice(0, mostJobNames);
  const rows = await db.selectFrom('job').select(['id', 'full_name']).where('id', 'in', some).execute();
  return rows.map((row) => row.full_name).sort();
}

async function showBurst(db: Database, { builds, fingerprintId }: FingerprintBurst, instance: string): Promise<Burst> {
  const print = await db
    .selectFrom('failure_fingerprint')
    .select('title')
    .where('id', '=', fingerprintId)
    .executeTakeFirst();
  const last = await db
    .selectFrom('build_failure')
    .select('category')
    .where('fingerprint_id', '=', fingerprintId)
    .orderBy('started_at_ms', 'desc')
    .limit(1)
    .executeTakeFirst();
  const end = Math.max(...builds.map(({ atMs, durationMs }) => atMs + durationMs));
  return {
    kind: 'fingerprint',
    title: print?.title ?? '',
    category: categoryAt(last?.category ?? null),
    fingerprintId: publicFingerprintId(fingerprintId),
    agent: null,
    instance,
    since: iso(builds[0]?.atMs ?? 0),
    until: iso(end),
    builds: builds.length,
    jobs: new Set(builds.map(({ jobId }) => jobId)).size,
    minutesBurnt: builds.reduce((sum, { durationMs }) => sum + durationMs, 0) / 60_000,
    ...{ usual: null, rate: null },
    jobNames: await namesOfJobs(
      db,
      builds.map(({ jobId }) => jobId),
    ),
  };
}

interface CountedDay extends AgentDay {
  readonly redJobs: ReadonlySet<number>;
  readonly redMs: number;
}

/** What each agent did on each day of a window. */
async function agentDays(store: Store, input: ListBurstsInput, window: Window): Promise<CountedDay[]> {
  interface Tally {
    readonly connectionId: number;
    readonly agentId: number;
    readonly day: number;
    builds: number;
    red: number;
    redMs: number;
    readonly redJobs: Set<number>;
  }
  const tallies = new Map<string, Tally>();
  // What the others do is part of the question: neither results nor categories narrow it.
  const filter = await rowFilter(store.db, { ...input, result: undefined, category: undefined });
  for await (const part of store.columns.builds(window)) {
    const { baseMs, columns } = part;
    const count = filter.select(part);
    const { rows } = filter;
    for (let at = 0; at < count; at += 1) {
      const row = rows[at] as number;
      const result = (columns.result[row] as number) & resultMask;
      const agentId = columns.agent[row] as number;
      if (result > 2 || agentId === 0) continue;
      const connectionId = columns.connection[row] as number;
      const day = Math.floor((baseMs + (columns.start[row] as number)) / dayMs);
      const key = `${connectionId}:${agentId}:${day}`;
      let tally = tallies.get(key);
      if (tally === undefined) {
        tally = { connectionId, agentId, day, builds: 0, red: 0, redMs: 0, redJobs: new Set() };
        tallies.set(key, tally);
      }
      tally.builds += 1;
      if (result === 0) continue;
      tally.red += 1;
      tally.redMs += Math.max(0, (columns.duration[row] as number) - 1);
      tally.redJobs.add(columns.job[row] as number);
    }
  }
  return [...tallies.values()].map((tally) => ({ ...tally, jobs: tally.redJobs.size }));
}

async function badAgents(
  store: Store,
  input: ListBurstsInput,
  window: Window,
  instances: ReadonlyMap<number, { readonly name: string }>,
) {
  const days = await agentDays(store, input, window);
  const details = new Map(days.map((day) => [`${day.connectionId}:${day.agentId}:${day.day}`, day]));
  const bursts: Burst[] = [];
  for (const bad of findBadAgents(days).slice(0, mostBursts)) {
    const agent = await store.db.selectFrom('agent').select('name').where('id', '=', bad.agentId).executeTakeFirst();
    const detail = details.get(`${bad.connectionId}:${bad.agentId}:${bad.day}`);
    bursts.push({
      kind: 'agent',
      title: `${agent?.name ?? '?'}: ${bad.red} of ${bad.builds} builds failed`,
      category: 'infrastructure',
      fingerprintId: null,
      agent: agent?.name ?? null,
      instance: instances.get(bad.connectionId)?.name ?? '?',
      since: iso(Math.max(window.sinceMs, bad.day * dayMs)),
      until: iso(Math.min(window.untilMs, (bad.day + 1) * dayMs)),
      builds: bad.red,
      jobs: bad.jobs,
      minutesBurnt: (detail?.redMs ?? 0) / 60_000,
      usual: bad.usual,
      rate: bad.rate,
      jobNames: await namesOfJobs(store.db, detail?.redJobs ?? []),
    });
  }
  return bursts;
}

/** Failures of the environment: one failure in unrelated jobs at once, or one bad agent (by UTC day); newest first. */
export async function listBursts(store: Store, input: ListBurstsInput, nowMs: number): Promise<Burst[]> {
  const { db } = store;
  const window = windowOf(input.range, nowMs);
  const instances = byId(await db.selectFrom('connection').select(['id', 'name']).execute());
  const found = findBursts(await occurrences(store, input, window)).slice(0, mostBursts);
  const bursts: Burst[] = [];
  for (const burst of found) bursts.push(await showBurst(db, burst, instances.get(burst.connectionId)?.name ?? '?'));
  bursts.push(...(await badAgents(store, input, window, instances)));
  return bursts.sort((a, b) => (a.since < b.since ? 1 : -1)).slice(0, mostBursts);
}
