import type { Burst } from '@buildbutler/contract';
import { dayMs } from '../../core/calendar.ts';
import { categoryAt } from '../../core/failure/failure-category.ts';
import { type AgentDay, findBadAgents } from '../../core/failure/find-bad-agents.ts';
import { type FingerprintBurst, findBursts } from '../../core/failure/find-bursts.ts';
import { publicFingerprintId } from '../../core/failure/fingerprint-id.ts';
import { type Window, windowOf } from '../../core/window.ts';
import type { Database, Store } from '../../storage/open-store.ts';
import type { BuildFilter } from '../build-filter.ts';
import { iso } from '../build-view.ts';
import { rowFilter } from '../row-filter.ts';
import { fingerprintedBuilds } from './read-fingerprints.ts';

export type ListBurstsInput = Omit<BuildFilter, 'number' | 'agent' | 'fingerprint'> & { readonly range: string };

const mostBursts = 100;
const mostJobNames = 10;
const resultMask = 7;

const byId = <Row extends { readonly id: number }>(rows: readonly Row[]) => new Map(rows.map((row) => [row.id, row]));

async function occurrences(db: Database, input: ListBurstsInput, window: Window) {
  const query = await fingerprintedBuilds(db, input, window);
  const rows = await query
    .innerJoin('job', 'job.id', 'build.job_id')
    .select(['build_failure.fingerprint_id', 'build_failure.started_at_ms', 'build_failure.duration_ms'])
    .select(['build_failure.connection_id', 'build_failure.job_id', 'job.kind', 'job.folder', 'job.full_name'])
    .execute();
  return rows.map((row) => ({
    fingerprintId: row.fingerprint_id ?? 0,
    atMs: row.started_at_ms,
    jobId: row.job_id,
    root: row.kind === 'multibranch-branch' || row.kind === 'matrix-configuration' ? row.folder : row.full_name,
    connectionId: row.connection_id,
    durationMs: row.duration_ms ?? 0,
  }));
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
  const found = findBursts(await occurrences(db, input, window)).slice(0, mostBursts);
  const bursts: Burst[] = [];
  for (const burst of found) bursts.push(await showBurst(db, burst, instances.get(burst.connectionId)?.name ?? '?'));
  bursts.push(...(await badAgents(store, input, window, instances)));
  return bursts.sort((a, b) => (a.since < b.since ? 1 : -1)).slice(0, mostBursts);
}
