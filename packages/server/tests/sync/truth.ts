import { buildResults } from '../../src/core/build.ts';
import { includes, type Ledger } from '../../src/core/ledger.ts';
import type { Store } from '../../src/storage/open-store.ts';
import type { Build, Job } from '../../testkit/fake-jenkins/truth/item.ts';
import { fullName } from '../../testkit/fake-jenkins/truth/item-names.ts';
import type { World } from '../../testkit/fake-jenkins/world.ts';

/** A build in words that the controller's truth and a row of the store can both be put into. */
export interface BuildFacts {
  readonly number: number;
  readonly result: string | null;
  readonly isBuilding: boolean;
  readonly startedAtMs: number;
  readonly durationMs: number | null;
  readonly queueMs: number | null;
  readonly queueId: number | null;
  readonly displayName: string | null;
  readonly description: string | null;
  readonly keepLog: boolean;
  readonly branch: string | null;
  readonly commit: string | null;
  readonly agent: string | null;
  readonly tests: readonly (number | null)[];
  readonly causes: readonly string[];
  readonly parameters: readonly string[];
  readonly pullRequest: string | null;
}

const sum = ({ waitingMs, blockedMs, buildableMs }: Build['waits']) => waitingMs + blockedMs + buildableMs;
const isPipeline = ({ kind }: Job) => kind === 'pipeline';
const secret = /passw|secret|token/i;

function branchOf({ job, revisions }: Build): string | null {
  if (job.branch !== null) return job.branch.head;
  return revisions.at(-1)?.branch.replace(/^refs\/remotes\/origin\//, '') ?? null;
}

function ownRevision(build: Build) {
  const own = branchOf(build);
  return build.revisions.find(({ branch }) => branch === own || branch.endsWith(`/${own}`)) ?? build.revisions.at(-1);
}

/** What the controller knows of a build, written down independently of the code that reads it. */
export function factsInWorld(build: Build): BuildFacts {
  const { job, number, isBuilding, waits, nodeUse, testCounts } = build;
  const pull = job.branch?.pullRequest ?? null;
  return {
    number,
    result: isBuilding ? null : build.result,
    isBuilding,
    startedAtMs: build.startedAtMs,
    durationMs: isBuilding ? null : build.durationMs,
    queueMs: sum(waits) + sum(nodeUse),
    queueId: build.queueId,
    displayName: build.displayName,
    description: build.description,
    keepLog: build.isKept,
    branch: branchOf(build),
    commit: ownRevision(build)?.sha1 ?? null,
    agent: isPipeline(job) ? null : build.builtOn === '' ? '(built-in)' : build.builtOn,
    tests: testCounts === null ? [null, null, null] : [testCounts.total, testCounts.failed, testCounts.skipped],
    causes: build.causes.map(({ type }) => type),
    parameters: build.parameters.map(({ name, value, type }) =>
      type === 'password' || secret.test(name) ? `${name} masked` : `${name}=${value}`,
    ),
    pullRequest: pull === null ? null : pull.title,
  };
}

const causeTypes: Record<string, string> = { branch: 'branch-indexing' };

/** What is stored of the builds of all jobs, by full name; older incarnations only with `all`. */
export async function factsInStore(store: Store, { all = false } = {}): Promise<Map<string, BuildFacts[]>> {
  const rows = await store.db
    .selectFrom('build')
    .innerJoin('job', 'job.id', 'build.job_id')
    .leftJoin('branch', 'branch.id', 'build.branch_id')
    .leftJoin('agent', 'agent.id', 'build.agent_id')
    .selectAll('build')
    .select(['job.full_name', 'job.gone_at_ms', 'branch.name as branch', 'agent.name as agent'])
    .orderBy('build.id', 'desc')
    .execute();
  const byJob = new Map<string, BuildFacts[]>();
  for (const row of rows) {
    if (!all && row.gone_at_ms !== null) continue;
    const detail = JSON.parse(row.detail) as {
      causes: { kind: string }[];
      parameters: { name: string; value: string | null; isMasked: boolean }[];
      description: string | null;
      keepLog: boolean;
      pullRequest: { title: string } | null;
    };
    const facts: BuildFacts = {
      number: row.number,
      result: row.result === null ? null : (buildResults[row.result] ?? null),
      isBuilding: row.is_building === 1,
      startedAtMs: row.started_at_ms,
      durationMs: row.duration_ms,
      queueMs: row.queue_ms,
      queueId: row.queue_id,
      displayName: row.display_name,
      description: detail.description,
      keepLog: detail.keepLog,
      branch: row.branch,
      commit: row.commit_sha,
      agent: row.agent,
      tests: [row.tests_total, row.tests_failed, row.tests_skipped],
      causes: detail.causes.map(({ kind }) => causeTypes[kind] ?? kind),
      parameters: detail.parameters.map(({ name, value, isMasked }) =>
        isMasked ? `${name} masked` : `${name}=${value}`,
      ),
      pullRequest: detail.pullRequest?.title ?? null,
    };
    byJob.set(row.full_name, [...(byJob.get(row.full_name) ?? []), facts]);
  }
  return byJob;
}

/** What the store should hold of a world: every job's builds, newest first. */
export function worldFacts(world: World, isWanted: (build: Build) => boolean = () => true): Map<string, BuildFacts[]> {
  const byJob = new Map<string, BuildFacts[]>();
  for (const job of world.jobs()) {
    const builds = job.builds.newest().flatMap((number) => job.builds.peek(number) ?? []);
    const facts = builds.filter(isWanted).map(factsInWorld);
    if (facts.length > 0) byJob.set(fullName(job), facts);
  }
  return byJob;
}

export interface StoredJob {
  readonly id: number;
  readonly name: string;
  readonly kind: string;
  readonly incarnation: number;
  readonly next: number;
  readonly expected: number;
  readonly counts: readonly [collected: number, open: number, lost: number];
  readonly missingSinceMs: number | null;
  readonly goneAtMs: number | null;
  readonly displayName: string | null;
  readonly isBackfilled: boolean;
  readonly ledger: Ledger;
}

export async function storedJobs(store: Store): Promise<StoredJob[]> {
  const rows = await store.db.selectFrom('job').selectAll().orderBy('full_name').orderBy('incarnation').execute();
  return rows.map((row) => ({
    id: row.id,
    name: row.full_name,
    kind: row.kind,
    incarnation: row.incarnation,
    next: row.next_build_number,
    expected: row.expected_count,
    counts: [row.collected_count, row.open_count, row.lost_count],
    missingSinceMs: row.missing_since_ms,
    goneAtMs: row.gone_at_ms,
    displayName: row.display_name,
    isBackfilled: row.is_backfilled === 1,
    ledger: JSON.parse(row.ledger) as Ledger,
  }));
}

export async function storedJob(store: Store, name: string): Promise<StoredJob> {
  const found = (await storedJobs(store)).findLast((job) => job.name === name);
  if (found === undefined) throw new Error(`No job ${name} is stored`);
  return found;
}

/** What is wrong with the ledgers of a store: numbers that are in none of the sets, or counts that do not agree. */
export async function ledgerFaults(store: Store, world: World): Promise<string[]> {
  const faults: string[] = [];
  const jobs = new Map(
    (await storedJobs(store)).filter(({ goneAtMs }) => goneAtMs === null).map((job) => [job.name, job]),
  );
  for (const job of world.jobs()) {
    const name = fullName(job);
    const stored = jobs.get(name);
    if (stored === undefined) {
      faults.push(`${name} is not stored`);
      continue;
    }
    const { ledger, counts, expected } = stored;
    if (stored.next !== job.nextBuildNumber) faults.push(`${name} has next number ${stored.next}`);
    for (let number = job.builds.first ?? job.nextBuildNumber; number < job.nextBuildNumber; number += 1) {
      const isThere = [ledger.collected, ledger.open, ledger.lost].filter((set) => includes(set, number)).length;
      if (isThere !== 1) faults.push(`${name} #${number} is in ${isThere} sets`);
    }
    const total = counts[0] + counts[1] + counts[2];
    if (expected !== total) faults.push(`${name} expects ${expected} but has ${total}`);
  }
  return faults.slice(0, 12);
}

/** In what the store differs from the truth, one line each: empty when every build is there once, field by field. */
export async function differences(
  store: Store,
  world: World,
  { isWanted, all }: { readonly isWanted?: (build: Build) => boolean; readonly all?: boolean } = {},
): Promise<string[]> {
  const stored = await factsInStore(store, all === undefined ? {} : { all });
  const truth = worldFacts(world, isWanted);
  const lines: string[] = [];
  for (const name of new Set([...stored.keys(), ...truth.keys()])) {
    const have = new Map((stored.get(name) ?? []).map((facts) => [facts.number, facts]));
    const want = new Map((truth.get(name) ?? []).map((facts) => [facts.number, facts]));
    for (const number of new Set([...have.keys(), ...want.keys()])) {
      const left = JSON.stringify(have.get(number) ?? 'nothing');
      const right = JSON.stringify(want.get(number) ?? 'nothing');
      if (left !== right) lines.push(`${name} #${number}: stored ${left}, true ${right}`);
    }
  }
  return lines.slice(0, 12);
}
