import picomatch from 'picomatch';

export interface JobFilterGlobs {
  /** Globs on full job paths (`org/repo/main`); empty = everything. */
  readonly includeJobs: readonly string[];
  /** Win over the included ones. */
  readonly excludeJobs: readonly string[];
}

/** Tells whether the job of a full name is to be collected. A glob that cannot be read matches nothing. */
export function createJobFilter({ includeJobs, excludeJobs }: JobFilterGlobs): (fullName: string) => boolean {
  const isIncluded = matcherOf(includeJobs);
  const isExcluded = matcherOf(excludeJobs);
  return (fullName) => (includeJobs.length === 0 || isIncluded(fullName)) && !isExcluded(fullName);
}

function matcherOf(globs: readonly string[]): (fullName: string) => boolean {
  const matchers = globs.flatMap((glob) => {
    try {
      // People write folders as the UI shows them, with a slash in front.
      return [picomatch(glob.replace(/^\/+/, ''), { dot: true })];
    } catch {
      return [];
    }
  });
  return (fullName) => matchers.some((matches) => matches(fullName));
}
