import type { CollectedBuild } from '../core/build.ts';
import { newestNumber } from '../core/fingerprint.ts';
import { clip, type NumberRanges, toRanges } from '../core/ledger.ts';
import type { FinalBuild, MatrixConfiguration } from '../jenkins/controller.ts';
import type { KnownJob } from '../storage/collection.ts';
import { noteAbsent } from './absent-numbers.ts';
import { absorbBuilds, contradicts, type Evidence } from './absorb-builds.ts';
import { configurationParts } from './configuration-parts.ts';
import { type JobEntry, mayBeReplaced } from './job-entry.ts';
import type { LearntBuild, StepParts } from './recorder.ts';
import { recreateJob } from './retire-job.ts';
import type { RunnerContext } from './runner-context.ts';

/** What an answer said about one job. */
export interface Finding {
  readonly entry: JobEntry;
  readonly evidence: Evidence;
  /** A matrix job's configurations, when the answer had them. */
  readonly configurations?: readonly MatrixConfiguration[] | null;
  /** What single requests told besides the records, by number. */
  readonly finals?: ReadonlyMap<number, FinalBuild>;
  /** Numbers asked for one by one because they were allotted moments ago. */
  readonly isFresh?: boolean;
}

const buildsPerStep = 1_500;

interface Parts {
  readonly created: KnownJob[];
  readonly changed: { readonly entry: JobEntry; readonly job: KnownJob }[];
  readonly builds: LearntBuild[];
  readonly vanished: { readonly jobId: number; readonly number: number }[];
}

/** Newest first in portions, each with the part of what is covered that it settles by itself. */
export function splitEvidence(evidence: Evidence, most: number): readonly Evidence[] {
  if (evidence.builds.length <= most) return [evidence];
  const builds = evidence.builds.toSorted((a, b) => b.number - a.number);
  const portions: Evidence[] = [];
  let above = Number.MAX_SAFE_INTEGER;
  for (let at = 0; at < builds.length; at += most) {
    const portion = builds.slice(at, at + most);
    const isLast = at + most >= builds.length;
    const lowest = isLast ? 1 : (portion.at(-1)?.number ?? 1);
    portions.push({ ...evidence, builds: portion, covers: clip(evidence.covers, lowest, above) });
    above = lowest - 1;
  }
  return portions;
}

/** Findings in groups whose builds fit into one step. */
function* portionsOf(findings: readonly Finding[]): Generator<Finding[]> {
  let portion: Finding[] = [];
  let size = 0;
  for (const finding of findings) {
    for (const evidence of splitEvidence(finding.evidence, buildsPerStep)) {
      if (size > 0 && size + evidence.builds.length > buildsPerStep) {
        yield portion;
        portion = [];
        size = 0;
      }
      portion.push({ ...finding, evidence });
      size += evidence.builds.length;
    }
  }
  yield portion;
}

function complete({ queueTimes }: RunnerContext, job: KnownJob, build: CollectedBuild): CollectedBuild {
  const timed = queueTimes.complete(build);
  return timed.pullRequest === null && job.pullRequest !== null ? { ...timed, pullRequest: job.pullRequest } : timed;
}

function noteTimes(entry: JobEntry, builds: readonly CollectedBuild[]): void {
  for (const { number, startedAtMs } of builds) {
    entry.newestStartMs = Math.max(entry.newestStartMs, startedAtMs);
    if (entry.oldest === null || number < entry.oldest.number) entry.oldest = { number, startedAtMs };
  }
}

interface Learnt {
  readonly jobId: number;
  readonly builds: readonly CollectedBuild[];
  readonly absent: NumberRanges;
  readonly highestSeen: number;
  readonly isFresh: boolean;
}

function track({ absentNumbers, openBuilds, partialBuilds, clock }: RunnerContext, learnt: Learnt): void {
  const { jobId, builds, absent, highestSeen, isFresh } = learnt;
  const nowMs = clock.nowMs();
  for (const build of builds) {
    if (build.isBuilding) openBuilds.found(jobId, build, nowMs);
    else {
      openBuilds.close(jobId, build.number);
      partialBuilds.note(jobId, build, nowMs);
    }
  }
  absentNumbers.found(jobId, toRanges(builds.map(({ number }) => number)));
  noteAbsent(absentNumbers, { jobId, ranges: absent, highestSeen: isFresh ? 0 : highestSeen }, nowMs);
}

/** Changes of a build that runs may still grow; where a plugin failed they are asked for once more. */
function extrasOf({ finals }: Finding, { number, isBuilding, isPartial }: CollectedBuild): Partial<LearntBuild> {
  const final = finals?.get(number);
  if (final === undefined || isBuilding) return {};
  const { changes: list, hasMoreChanges: hasMore, testReportName } = final;
  const hasFailed = isPartial === true || (hasMore && list.length === 0);
  return hasFailed ? { testReportName } : { changes: { list, hasMore }, testReportName };
}

function learnOne(context: RunnerContext, finding: Finding, parts: Parts): void {
  const { entry, evidence, isFresh = false } = finding;
  const limits = context.limits();
  const nowMs = context.clock.nowMs();
  if (contradicts(entry.job, evidence.builds) && mayBeReplaced(entry, nowMs)) {
    const { path, kind, isDisabled } = entry.job;
    const highest = Math.max(1, ...evidence.builds.map(({ number }) => number + 1));
    const seen = { path, kind, isDisabled, nextBuildNumber: evidence.nextBuildNumber ?? highest };
    const recreated = recreateJob(context, { entry, seen }, { mostBuilds: limits.mostBuilds, nowMs });
    parts.created.push(...recreated.created);
    parts.changed.push(...recreated.changed);
    parts.vanished.push(...recreated.vanished);
    context.pollSoon();
    return;
  }
  const { job, builds, absent } = absorbBuilds(entry.job, evidence, limits);
  const completed = builds.map((build) => complete(context, job, build));
  noteTimes(entry, completed);
  const highestSeen = Math.max(newestNumber(job.fingerprint) ?? 0, ...evidence.builds.map(({ number }) => number));
  track(context, { jobId: job.id, builds: completed, absent, highestSeen, isFresh });
  parts.changed.push({ entry, job });
  for (const build of completed) parts.builds.push({ jobId: job.id, build, ...extrasOf(finding, build) });
}

/** Works answers about builds into book and store, in steps of bounded size. */
export async function learnBuilds(context: RunnerContext, findings: readonly Finding[]): Promise<void> {
  for (const portion of portionsOf(findings)) {
    await context.recorder.step((): StepParts => {
      const parts: Parts = { created: [], changed: [], builds: [], vanished: [] };
      for (const finding of portion) {
        // Retired while the answer was under way: what it says belongs to another job.
        if (finding.entry.job.goneAtMs !== null) continue;
        learnOne(context, finding, parts);
        if (finding.configurations == null) continue;
        const cells = configurationParts(context, finding.entry.job, finding.configurations);
        parts.created.push(...cells.created);
        parts.changed.push(...cells.changed);
        parts.vanished.push(...cells.vanished);
      }
      return parts;
    });
  }
}
