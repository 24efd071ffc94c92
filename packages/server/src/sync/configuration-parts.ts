import { fullNameOf } from '../core/job.ts';
import type { MatrixConfiguration } from '../jenkins/controller.ts';
import type { KnownJob } from '../storage/collection.ts';
import { type JobEntry, mayBeReplaced } from './job-entry.ts';
import { newJob } from './new-job.ts';
import { recreateJob } from './retire-job.ts';
import type { RunnerContext } from './runner-context.ts';

interface ConfigurationParts {
  readonly created: KnownJob[];
  readonly changed: { readonly entry: JobEntry; readonly job: KnownJob }[];
  readonly vanished: { readonly jobId: number; readonly number: number }[];
}

/** What the list of a matrix job's active configurations changes: they are jobs of their own that no heads show. */
export function configurationParts(
  context: Pick<RunnerContext, 'absentNumbers' | 'book' | 'clock' | 'limits' | 'openBuilds'>,
  matrix: KnownJob,
  configurations: readonly MatrixConfiguration[],
): ConfigurationParts {
  const { book, clock } = context;
  const parts: ConfigurationParts = { created: [], changed: [], vanished: [] };
  const active = new Set<string>();
  const limits = { mostBuilds: context.limits().mostBuilds, nowMs: clock.nowMs() };
  for (const { path, nextBuildNumber } of configurations) {
    const name = fullNameOf(path);
    if (active.has(name)) continue;
    active.add(name);
    const entry = book.current(name);
    const seen = { path, kind: 'matrix-configuration', nextBuildNumber, isDisabled: matrix.isDisabled } as const;
    if (entry === undefined || entry.job.goneAtMs !== null) {
      parts.created.push(newJob(seen, book.incarnationsOf(name) + 1));
    } else if (nextBuildNumber < entry.job.nextBuildNumber) {
      if (!mayBeReplaced(entry, limits.nowMs)) continue;
      const recreated = recreateJob(context, { entry, seen }, limits);
      parts.created.push(...recreated.created);
      parts.changed.push(...recreated.changed);
      parts.vanished.push(...recreated.vanished);
    } else if (nextBuildNumber > entry.job.nextBuildNumber || entry.job.missingSinceMs !== null) {
      parts.changed.push({ entry, job: { ...entry.job, nextBuildNumber, missingSinceMs: null } });
    }
  }
  for (const entry of book.configurationsOf(fullNameOf(matrix.path))) {
    const { job } = entry;
    const isInactive = !active.has(fullNameOf(job.path)) && job.missingSinceMs === null && job.goneAtMs === null;
    if (isInactive) parts.changed.push({ entry, job: { ...job, missingSinceMs: limits.nowMs } });
  }
  return parts;
}
