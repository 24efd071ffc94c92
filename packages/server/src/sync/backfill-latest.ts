import { fullNameOf } from '../core/job.ts';
import type { LatestBuild } from '../jenkins/controller.ts';
import type { Evidence } from './absorb-builds.ts';
import { entriesOf, type FindWork, firstOf, setAlone } from './backfill-work.ts';
import type { Bundle } from './bundle.ts';
import type { JobEntry } from './job-entry.ts';
import { type Finding, learnBuilds } from './learn-builds.ts';
import { noteDropped, type RunnerContext } from './runner-context.ts';
import { type Region, regionAround, type TreeNode } from './slice-plan.ts';

/** A job never built costs no record, only its place in the answer. */
const emptyCost = 0.02;

function evidenceOf({ job }: JobEntry, { build }: LatestBuild): Evidence {
  if (build !== null) return { builds: [build], covers: [] };
  // Numbers were allotted, but no build is there: all deleted, or the first is about to show.
  return { builds: [], covers: [[1, job.nextBuildNumber - 1]], firstBuildNumber: null };
}

async function readRegion(context: RunnerContext, region: Region, entries: readonly JobEntry[]) {
  const { controller, signal } = context;
  const options = { urgency: 'live', signal, expectedLoads: Math.ceil(region.cost) } as const;
  const outcome = await controller.latest(region.folder, region.slice, options);
  if (!outcome.ok) return outcome.problem;
  noteDropped(context, outcome.value.dropped);
  const wanted = new Set(entries);
  const findings: Finding[] = [];
  for (const latest of outcome.value.value) {
    const entry = context.book.current(fullNameOf(latest.path));
    if (entry !== undefined && wanted.has(entry)) findings.push({ entry, evidence: evidenceOf(entry, latest) });
  }
  await learnBuilds(context, findings);
  setAlone(
    context,
    entries,
    outcome.value.value.map(({ path }) => path),
  );
  return null;
}

/** The newest build of every job, for the first paint: up to 500 jobs a request, small folders together. */
export function createFindLatest(bundle: Bundle): FindWork {
  return (context) => {
    const tree = context.tree();
    const first = firstOf(context, 'latest', ({ isAlone }) => !isAlone);
    if (first === null || tree === null) return null;
    const { book } = context;
    const weigh = ({ name }: TreeNode) => {
      const entry = book.current(name);
      const isNeeded = entry?.stage === 'latest' && !entry.isClaimed && !entry.isAlone;
      return { cost: (entry?.job.nextBuildNumber ?? 2) > 1 ? 1 : emptyCost, isNeeded };
    };
    const region = regionAround(tree, fullNameOf(first.job.path), { weigh, mostCost: bundle.size });
    if (region === null) return null;
    const entries = entriesOf(context, region);
    return {
      entries,
      async run() {
        const problem = await readRegion(context, region, entries);
        if (problem === null) bundle.succeeded();
        else bundle.failed();
        return problem;
      },
    };
  };
}
