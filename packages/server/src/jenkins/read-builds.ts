import type { CollectedBuild } from '../core/build.ts';
import type { ItemPath } from '../core/job.ts';
import type { JobBuilds, MatrixConfiguration, RecentBuilds } from './controller.ts';
import { asItemName } from './item-name.ts';
import { asArray, asInteger, asObject, type JsonObject, member } from './read-json.ts';
import { type BuildContext, toBuild } from './to-build.ts';

export interface ReadBuilds {
  /** Newest first, each number once. */
  readonly builds: readonly CollectedBuild[];
  readonly dropped: number;
}

/** A list of builds; entries that cannot be builds and repeated numbers are left out and counted. */
export function readBuilds(values: readonly unknown[], context: BuildContext): ReadBuilds {
  const byNumber = new Map<number, CollectedBuild>();
  let dropped = 0;
  for (const value of values) {
    const build = toBuild(value, context);
    if (build === null || byNumber.has(build.number)) dropped += 1;
    else byNumber.set(build.number, build);
  }
  return { builds: [...byNumber.values()].sort((a, b) => b.number - a.number), dropped };
}

/** The number inside `firstBuild` or `lastBuild`; null when there is no build. */
export function numberIn(raw: JsonObject, name: string): number | null {
  const build = asObject(member(raw, name));
  return build === null ? null : asInteger(member(build, 'number'));
}

export function readConfigurations(
  value: unknown,
  matrix: ItemPath,
): { readonly configurations: readonly MatrixConfiguration[] | null; readonly dropped: number } {
  if (!Array.isArray(value)) return { configurations: null, dropped: 0 };
  const configurations = value.flatMap((entry: unknown): MatrixConfiguration[] => {
    const raw = asObject(entry);
    const name = raw === null ? null : asItemName(member(raw, 'name'));
    const next = raw === null ? null : asInteger(member(raw, 'nextBuildNumber'));
    return name === null || next === null || next < 1 ? [] : [{ path: [...matrix, name], nextBuildNumber: next }];
  });
  return { configurations, dropped: value.length - configurations.length };
}

export interface ReadRecent {
  readonly recent: RecentBuilds;
  readonly dropped: number;
}

/** The newest builds of a job with its limits; null when the answer is not one about a job. */
export function readRecent(raw: JsonObject, context: BuildContext): ReadRecent | null {
  const nextBuildNumber = asInteger(member(raw, 'nextBuildNumber'));
  const list = member(raw, 'builds');
  if (nextBuildNumber === null || nextBuildNumber < 1 || !Array.isArray(list)) return null;
  const { builds, dropped } = readBuilds(asArray(list), context);
  const found = readConfigurations(member(raw, 'activeConfigurations'), context.path);
  const { configurations } = found;
  return {
    recent: { builds, firstBuildNumber: numberIn(raw, 'firstBuild'), nextBuildNumber, configurations },
    dropped: dropped + found.dropped,
  };
}

/** As `readRecent`, with the path of the job. */
export function readJobBuilds(
  raw: JsonObject,
  context: BuildContext,
): { readonly job: JobBuilds; readonly dropped: number } | null {
  const read = readRecent(raw, context);
  return read === null ? null : { job: { path: context.path, ...read.recent }, dropped: read.dropped };
}
