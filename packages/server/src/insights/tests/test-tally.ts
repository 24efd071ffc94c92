import { walkTestEnds } from '../../core/pack-test-cases.ts';
import { testKey } from '../../core/test-key.ts';
import type { PackedReport } from './read-reports.ts';

/** How a test ended over many reports; one that stands in a report more than once has run once, as the worst of them. */
export interface TestSum {
  readonly testId: number;
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
  /** Runs that say how long they took, and how long all of these took. */
  readonly timed: number;
  readonly durationMs: number;
  readonly lastBuildId: number;
  readonly lastRunMs: number;
  /** 0 passed, 1 failed, 2 skipped. */
  readonly lastStatus: number;
  /** Start of the first failed run since it passed last; 0 = it does not fail. */
  readonly failingSinceMs: number;
}

// Places of a test's numbers in its page. Counts of statuses come first: their places are the statuses themselves.
const timed = 3;
const duration = 4;
const lastBuild = 5;
const lastRun = 6;
const lastStatus = 7;
const failingSince = 8;
/** What `failingSince` was before the last report, in case that the test stands in it once more. */
const failingBefore = 9;
const isTimed = 10;
const width = 11;

const testsPerPage = 256;
const passed = 0;
const failed = 1;
/** The worst first: failed, passed, skipped. */
const severity = [1, 2, 0];

const failingAfter = (status: number, before: number, startedAtMs: number) =>
  status === failed ? before || startedAtMs : status === passed ? 0 : before;

const noPage = new Float64Array(0);

class ProjectTally {
  readonly #pages: (Float64Array | undefined)[] = [];

  add({ buildId, packed, startedAtMs }: PackedReport): void {
    let place = -1;
    let page: Float64Array = noPage;
    for (const bytes of packed) {
      walkTestEnds(bytes, (test, status, durationMs) => {
        const wanted = Math.floor(test / testsPerPage);
        if (wanted !== place) {
          place = wanted;
          page = this.#pageOf(place);
        }
        const at = (test - place * testsPerPage) * width;
        if (page[at + lastBuild] === buildId) return addAgain(page, at, { status, durationMs, startedAtMs });
        const before = page[at + failingSince] ?? 0;
        page[at + status] = (page[at + status] ?? 0) + 1;
        page[at + lastBuild] = buildId;
        page[at + lastRun] = startedAtMs;
        page[at + lastStatus] = status;
        page[at + failingBefore] = before;
        page[at + failingSince] = failingAfter(status, before, startedAtMs);
        page[at + isTimed] = durationMs < 0 ? 0 : 1;
        if (durationMs < 0) return;
        page[at + timed] = (page[at + timed] ?? 0) + 1;
        page[at + duration] = (page[at + duration] ?? 0) + durationMs;
      });
    }
  }

  #pageOf(place: number): Float64Array {
    const known = this.#pages[place];
    if (known !== undefined) return known;
    const page = new Float64Array(testsPerPage * width);
    this.#pages[place] = page;
    return page;
  }

  *sums(projectId: number): Generator<TestSum> {
    for (const [place, page] of this.#pages.entries()) {
      if (page === undefined) continue;
      for (let index = 0; index < testsPerPage; index += 1) {
        const at = index * width;
        if (page[at + lastBuild] === 0) continue;
        const value = (offset: number) => page[at + offset] ?? 0;
        yield {
          testId: testKey(projectId, place * testsPerPage + index),
          passed: value(passed),
          failed: value(failed),
          skipped: value(2),
          timed: value(timed),
          durationMs: value(duration),
          lastBuildId: value(lastBuild),
          lastRunMs: value(lastRun),
          lastStatus: value(lastStatus),
          failingSinceMs: value(failingSince),
        };
      }
    }
  }
}

interface Run {
  readonly status: number;
  readonly durationMs: number;
  readonly startedAtMs: number;
}

const increase = (page: Float64Array, at: number, by: number) => {
  page[at] = (page[at] ?? 0) + by;
};

function addTime(page: Float64Array, at: number, durationMs: number): void {
  if (durationMs < 0) return;
  if (page[at + isTimed] === 0) increase(page, at + timed, 1);
  page[at + isTimed] = 1;
  increase(page, at + duration, durationMs);
}

/** The same test once more in the same report. */
function addAgain(page: Float64Array, at: number, { durationMs, startedAtMs, status }: Run): void {
  addTime(page, at, durationMs);
  const known = page[at + lastStatus] ?? 0;
  if ((severity[status] ?? 0) <= (severity[known] ?? 0)) return;
  increase(page, at + known, -1);
  increase(page, at + status, 1);
  page[at + lastStatus] = status;
  page[at + failingSince] = failingAfter(status, page[at + failingBefore] ?? 0, startedAtMs);
}

/** Counts tests over reports, which must come oldest first. */
export class TestTally {
  readonly #projects = new Map<number, ProjectTally>();
  /** Builds with a report by job, oldest first. */
  readonly #builds = new Map<number, number[]>();

  add(report: PackedReport): void {
    let project = this.#projects.get(report.projectId);
    if (project === undefined) {
      project = new ProjectTally();
      this.#projects.set(report.projectId, project);
    }
    project.add(report);
    const builds = this.#builds.get(report.jobId);
    if (builds === undefined) this.#builds.set(report.jobId, [report.buildId]);
    else builds.push(report.buildId);
  }

  *sums(): Generator<TestSum> {
    for (const [projectId, project] of this.#projects) yield* project.sums(projectId);
  }

  get projectIds(): readonly number[] {
    return [...this.#projects.keys()];
  }

  /** The build with the report that came so many before the last one of a job; 0 when there are not so many. */
  buildBefore(jobId: number, count: number): number {
    return this.#builds.get(jobId)?.at(-1 - count) ?? 0;
  }
}
