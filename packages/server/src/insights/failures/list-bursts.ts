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

/** As many unrelated jobs as a burst has at least. */
const leastJobs = 3;

interface NamedJob {
  readonly fullName: string;
  /** All branches of a project count as one job. */
  readonly root: string;
}

async function readJobs(db: Database): Promise<ReadonlyMap<number, NamedJob>> {
  const rows = await db.selectFrom('job').select(['id', 'kind', 'folder', 'full_name']).execute();
  return new Map(
    rows.map(({ id, kind, folder, full_name: fullName }) => {
      const isPart = kind === 'multibranch-branch' || kind === 'matrix-configuration';
      return [id, { fullName, root: isPart ? folder : fullName }];
    }),
  );
}

async function occurrences(
  store: Store,
  input: ListBurstsInput,
  { jobs, window }: { readonly window: Window; readonly jobs: ReadonlyMap<number, NamedJob> },
): Promise<Occurrence[]> {
  const byPrint = new Map<number, { readonly jobs: Set<number>; readonly rows: Omit<Occurrence, 'root'>[] }>();
  await eachFailure(store, input, window, ({ fingerprintId, atMs, jobId, connectionId, durationMs, category }) => {
    let group = byPrint.get(fingerprintId);
    if (group === undefined) {
      group = { jobs: new Set(), rows: [] };
      byPrint.set(fingerprintId, group);
    }
    group.jobs.add(jobId);
    group.rows.push({ fingerprintId, atMs, jobId, connectionId, durationMs, category });
  });
  const some = [...byPrint.values()].filter((group) => group.jobs.size >= leastJobs).flatMap(({ rows }) => rows);
  return some.map((row) => ({ ...row, root: jobs.get(row.jobId)?.root ?? '' }));
}

/** The first names of some jobs. */
function namesOf(names: ReadonlyMap<number, string>, ids: Iterable<number>): string[] {
  return [...new Set(ids)]
    .slice(0, mostJobNames)
    .map((id) => names.get(id) ?? '?')
    .sort();
}

interface Names {
  readonly instances: ReadonlyMap<number, string>;
  readonly jobs: ReadonlyMap<number, string>;
}

async function titlesOf(db: Database, ids: readonly number[]): Promise<ReadonlyMap<number, string>> {
  const rows = await db
    .selectFrom('failure_fingerprint')
    .select(['id', 'title'])
    .where('id', 'in', [...new Set(ids), -1])
    .execute();
  return new Map(rows.map(({ id, title }) => [id, title]));
}

function showBurst({ builds, connectionId, fingerprintId }: FingerprintBurst, title: string, names: Names): Burst {
  const end = builds.reduce((last, { atMs, durationMs }) => Math.max(last, atMs + durationMs), 0);
  return {
    kind: 'fingerprint',
    title,
    category: categoryAt(builds.at(-1)?.category ?? null),
    fingerprintId: publicFingerprintId(fingerprintId),
    agent: null,
    instance: names.instances.get(connectionId) ?? '?',
    since: iso(builds[0]?.atMs ?? 0),
    until: iso(end),
    builds: builds.length,
    jobs: new Set(builds.map(({ jobId }) => jobId)).size,
    minutesBurnt: builds.reduce((sum, { durationMs }) => sum + durationMs, 0) / 60_000,
    ...{ usual: null, rate: null },
    jobNames: namesOf(
      names.jobs,
      builds.map(({ jobId }) => jobId),
    ),
  };
}

interface CountedDay extends AgentDay {
  readonly redJobs: ReadonlySet<number>;
  readonly redMs: number;
}

/** Connections fit into 12 bits, agents into 24, days into 16. */
const agentDayKey = ({ connectionId, agentId, day }: Pick<AgentDay, 'connectionId' | 'agentId' | 'day'>) =>
  (connectionId * 2 ** 24 + agentId) * 2 ** 16 + day;

/** What each agent did on each day of a window. */
async function agentDays(store: Store, input: ListBurstsInput, window: Window): Promise<CountedDay[]> {
  interface Tally {
    readonly connectionId: number;
    readonly agentId: number;
    builds: number;
    red: number;
    redMs: number;
    readonly redJobs: Set<number>;
  }
  const days: CountedDay[] = [];
  let day = -1;
  // Of the day under way: builds come in the order in which they started.
  const tallies = new Map<number, Tally>();
  const finishDay = () => {
    for (const tally of tallies.values()) days.push({ ...tally, day, jobs: tally.redJobs.size });
    tallies.clear();
  };
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
      const dayOfRow = Math.floor((baseMs + (columns.start[row] as number)) / dayMs);
      if (dayOfRow !== day) {
        finishDay();
        day = dayOfRow;
      }
      const connectionId = columns.connection[row] as number;
      const key = connectionId * 2 ** 24 + agentId;
      let tally = tallies.get(key);
      if (tally === undefined) {
        tally = { connectionId, agentId, builds: 0, red: 0, redMs: 0, redJobs: new Set() };
        tallies.set(key, tally);
      }
      tally.builds += 1;
      if (result === 0) continue;
      tally.red += 1;
      tally.redMs += Math.max(0, (columns.duration[row] as number) - 1);
      tally.redJobs.add(columns.job[row] as number);
    }
  }
  finishDay();
  return days;
}

async function badAgents(store: Store, input: ListBurstsInput, window: Window, names: Names): Promise<Burst[]> {
  const days = await agentDays(store, input, window);
  const details = new Map(days.map((day) => [agentDayKey(day), day]));
  const found = findBadAgents(days).slice(0, mostBursts);
  const agents = await store.db
    .selectFrom('agent')
    .select(['id', 'name'])
    .where('id', 'in', [...new Set(found.map(({ agentId }) => agentId)), -1])
    .execute();
  const agentNames = new Map(agents.map(({ id, name }) => [id, name]));
  return found.map((bad) => {
    const agent = agentNames.get(bad.agentId) ?? null;
    const detail = details.get(agentDayKey(bad));
    return {
      kind: 'agent',
      title: `${agent ?? '?'}: ${bad.red} of ${bad.builds} builds failed`,
      category: 'infrastructure',
      fingerprintId: null,
      agent,
      instance: names.instances.get(bad.connectionId) ?? '?',
      since: iso(Math.max(window.sinceMs, bad.day * dayMs)),
      until: iso(Math.min(window.untilMs, (bad.day + 1) * dayMs)),
      builds: bad.red,
      jobs: bad.jobs,
      minutesBurnt: (detail?.redMs ?? 0) / 60_000,
      usual: bad.usual,
      rate: bad.rate,
      jobNames: namesOf(names.jobs, detail?.redJobs ?? []),
    };
  });
}

/** Failures of the environment: one failure in unrelated jobs at once, or one bad agent (by UTC day); newest first. */
export async function listBursts(store: Store, input: ListBurstsInput, nowMs: number): Promise<Burst[]> {
  const { db } = store;
  const window = windowOf(input.range, nowMs);
  const jobs = await readJobs(db);
  const connections = await db.selectFrom('connection').select(['id', 'name']).execute();
  const instances = new Map(connections.map(({ id, name }) => [id, name]));
  const names = { instances, jobs: new Map([...jobs].map(([id, { fullName }]) => [id, fullName])) };
  const found = findBursts(await occurrences(store, input, { window, jobs })).slice(0, mostBursts);
  const titles = await titlesOf(
    db,
    found.map(({ fingerprintId }) => fingerprintId),
  );
  const bursts = [
    ...found.map((burst) => showBurst(burst, titles.get(burst.fingerprintId) ?? '', names)),
    ...(await badAgents(store, input, window, names)),
  ];
  return bursts.sort((a, b) => (a.since < b.since ? 1 : -1)).slice(0, mostBursts);
}
