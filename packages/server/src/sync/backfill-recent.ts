import { fullNameOf } from '../core/job.ts';
import type { RecentBuilds } from '../jenkins/controller.ts';
import type { Evidence } from './absorb-builds.ts';
import { entriesOf, type FindWork, firstOf, setAlone, type Work } from './backfill-work.ts';
import type { Bundle } from './bundle.ts';
import type { JobEntry } from './job-entry.ts';
import { type Finding, learnBuilds } from './learn-builds.ts';
import { noteDropped, type RunnerContext } from './runner-context.ts';
import { type Region, regionAround, type TreeNode } from './slice-plan.ts';

/** `builds` loads at most the newest hundred; `firstBuild` and the size check one more each. */
const mostLoads = 102;
/** Time for the heads to tell that a job was created again. */
const renumberedMs = 5_000;

export function loadsOf(nextBuildNumber: number): number {
  return Math.min(mostLoads, Math.max(0, nextBuildNumber));
}

/** What the list of a job's newest builds says: everything from its lowest number on. */
export function evidenceOf({ builds, firstBuildNumber, nextBuildNumber }: RecentBuilds): Evidence {
  const lowest = builds.at(-1)?.number ?? 1;
  return { builds, covers: [[lowest, nextBuildNumber - 1]], firstBuildNumber, nextBuildNumber };
}

/** Null when the answer is about another incarnation of the job, which the next heads will tell. */
export function findingOf(context: RunnerContext, entry: JobEntry, recent: RecentBuilds): Finding | null {
  if (recent.nextBuildNumber < entry.job.nextBuildNumber) {
    entry.parkedUntilMs = context.clock.nowMs() + renumberedMs;
    context.pollSoon();
    return null;
  }
  return { entry, evidence: evidenceOf(recent), configurations: recent.configurations };
}

async function readRegion(context: RunnerContext, region: Region, bundle: Bundle) {
  const { book, controller, signal } = context;
  const entries = entriesOf(context, region);
  const loads = Math.ceil(region.cost);
  const outcome = await controller.recentOf(region.folder, region.slice, loads, { urgency: 'background', signal });
  if (!outcome.ok) return outcome.problem;
  noteDropped(context, outcome.value.dropped);
  const wanted = new Set(entries);
  const findings: Finding[] = [];
  let real = 0;
  for (const recent of outcome.value.value) {
    real += recent.builds.length;
    const entry = book.current(fullNameOf(recent.path));
    const finding = entry === undefined || !wanted.has(entry) ? null : findingOf(context, entry, recent);
    if (finding !== null) findings.push(finding);
  }
  bundle.succeeded({ estimated: region.cost, real });
  await learnBuilds(context, findings);
  setAlone(
    context,
    entries,
    outcome.value.value.map(({ path }) => path),
  );
  return null;
}

function single(context: RunnerContext, entry: JobEntry): Work {
  return {
    entries: [entry],
    async run() {
      const { controller, signal } = context;
      const outcome = await controller.recent(entry.job.path, {
        urgency: 'background',
        kind: entry.job.kind,
        signal,
        expectedLoads: loadsOf(entry.job.nextBuildNumber),
      });
      if (!outcome.ok) return outcome.problem;
      noteDropped(context, outcome.value.dropped);
      const finding = findingOf(context, entry, outcome.value.value);
      if (finding !== null) await learnBuilds(context, [finding]);
      return null;
    },
  };
}

/** The newest hundred builds of jobs, as many jobs in one request as their builds allow. */
export function createFindRecent(bundle: Bundle): FindWork {
  return (context) => {
    const tree = context.tree();
    const lone = firstOf(context, 'latest', ({ isAlone, job }) => isAlone && job.kind !== 'matrix-configuration');
    const first =
      lone ?? firstOf(context, 'recent', ({ job, isAlone }) => job.kind !== 'matrix-configuration' || isAlone);
    if (first === null || tree === null) return null;
    if (first.isAlone) return single(context, first);
    const { book } = context;
    const weigh = ({ name }: TreeNode) => {
      const entry = book.current(name);
      const isNeeded = entry?.stage === 'recent' && !entry.isClaimed && !entry.isAlone;
      return { cost: bundle.factor * loadsOf(entry?.job.nextBuildNumber ?? mostLoads), isNeeded };
    };
    const region = regionAround(tree, fullNameOf(first.job.path), { weigh, mostCost: bundle.size });
    if (region === null || region.names.length === 1) return single(context, first);
    return {
      entries: entriesOf(context, region),
      async run() {
        const problem = await readRegion(context, region, bundle);
        if (problem !== null) bundle.failed();
        return problem;
      },
    };
  };
}
