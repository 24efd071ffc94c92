import { newestStartMs } from '../core/fingerprint.ts';
import { fullNameOf } from '../core/job.ts';
import { countOf } from '../core/ledger.ts';
import type { KnownJob } from '../storage/collection.ts';
import { holesOfJob } from './history.ts';
import { expectedOf } from './job-change.ts';
import { createEntry, failuresToGiveUp, type JobEntry } from './job-entry.ts';
import { type JobStage, jobStages, stageOf } from './job-stage.ts';

export interface JobBookOptions {
  readonly mostBuilds: number;
  readonly isIncluded: (fullName: string) => boolean;
}

export interface Totals {
  readonly done: number;
  readonly total: number;
}

/** All jobs of one connection in memory, by id, by path and by what they need next. */
export class JobBook {
  readonly #options: JobBookOptions;
  readonly #entries = new Map<number, JobEntry>();
  /** The newest incarnation of each path. */
  readonly #current = new Map<string, JobEntry>();
  readonly #incarnations = new Map<string, number>();
  readonly #stages = new Map<JobStage, Set<JobEntry>>(jobStages.map((stage) => [stage, new Set()]));
  readonly #configurations = new Map<string, Set<JobEntry>>();
  readonly #withConfigurationsDue = new Set<JobEntry>();
  #expected = 0;
  #left = 0;

  constructor(options: JobBookOptions) {
    this.#options = options;
  }

  get size(): number {
    return this.#entries.size;
  }

  entries(): IterableIterator<JobEntry> {
    return this.#entries.values();
  }

  get(id: number): JobEntry | undefined {
    return this.#entries.get(id);
  }

  /** The newest incarnation under a full name. */
  current(fullName: string): JobEntry | undefined {
    return this.#current.get(fullName);
  }

  /** The newest incarnation of every path. */
  currentJobs(): Map<string, KnownJob> {
    return new Map([...this.#current].map(([name, { job }]) => [name, job]));
  }

  incarnationsOf(fullName: string): number {
    return this.#incarnations.get(fullName) ?? (this.#current.has(fullName) ? 1 : 0);
  }

  inStage(stage: JobStage): ReadonlySet<JobEntry> {
    return this.#stages.get(stage) ?? new Set();
  }

  /** Known configurations of a matrix job, by its full name. */
  configurationsOf(fullName: string): ReadonlySet<JobEntry> {
    return this.#configurations.get(fullName) ?? new Set();
  }

  get withConfigurationsDue(): ReadonlySet<JobEntry> {
    return this.#withConfigurationsDue;
  }

  /** `bornAtMs` 0 = known from an earlier run. */
  add(job: KnownJob, bornAtMs = 0): JobEntry {
    const entry = createEntry(job, this.#options.isIncluded(filteredName(job)), bornAtMs);
    this.#entries.set(job.id, entry);
    this.#index(entry);
    this.#count(entry, 1);
    return entry;
  }

  /** Puts what is known anew in the place of what was. */
  replace(entry: JobEntry, job: KnownJob): void {
    this.#count(entry, -1);
    const hasMoved = entry.job.path !== job.path;
    if (hasMoved) this.#removeFromIndex(entry);
    entry.job = job;
    if (hasMoved) entry.name = fullNameOf(job.path);
    entry.newestStartMs = Math.max(entry.newestStartMs, newestStartMs(job.fingerprint));
    if (hasMoved) this.#index(entry);
    this.#count(entry, 1);
  }

  /** After a member outside `job` changed that decides about the stage. */
  refresh(entry: JobEntry): void {
    this.replace(entry, entry.job);
  }

  expectedOf(entry: JobEntry, job: KnownJob): number {
    return expectedOf(job, { mostBuilds: this.#options.mostBuilds, isIncluded: entry.isIncluded });
  }

  setConfigurationsDue(entry: JobEntry, isDue: boolean): void {
    entry.areConfigurationsDue = isDue;
    if (isDue) this.#withConfigurationsDue.add(entry);
    else this.#withConfigurationsDue.delete(entry);
  }

  totals(): Totals {
    return { done: this.#expected - this.#left, total: this.#expected };
  }

  /** True while some job that was not given up needs this. */
  hasWork(stage: JobStage): boolean {
    for (const entry of this.inStage(stage)) if (entry.failures < failuresToGiveUp) return true;
    return false;
  }

  #count(entry: JobEntry, sign: 1 | -1): void {
    if (sign === 1) {
      const { job, isIncluded, hasTriedFacts } = entry;
      const { mostBuilds } = this.#options;
      entry.stage = stageOf(job, { mostBuilds, isIncluded, hasTriedFacts });
      entry.expected = isIncluded ? this.expectedOf(entry, job) : 0;
      entry.left = isIncluded && job.goneAtMs === null ? countOf(holesOfJob(job, mostBuilds)) : 0;
      this.#stages.get(entry.stage)?.add(entry);
    } else this.#stages.get(entry.stage)?.delete(entry);
    this.#expected += sign * entry.expected;
    this.#left += sign * entry.left;
  }

  #index(entry: JobEntry): void {
    const { job, name } = entry;
    const before = this.#current.get(name);
    if (before === undefined || before.job.incarnation <= job.incarnation) this.#current.set(name, entry);
    // Most names stand for one job only: they need no place here.
    const incarnations = Math.max(this.incarnationsOf(name), job.incarnation);
    if (incarnations > 1) this.#incarnations.set(name, incarnations);
    if (job.kind !== 'matrix-configuration') return;
    const matrix = fullNameOf(job.path.slice(0, -1));
    const siblings = this.#configurations.get(matrix) ?? new Set();
    this.#configurations.set(matrix, siblings.add(entry));
  }

  #removeFromIndex(entry: JobEntry): void {
    const { name } = entry;
    this.#incarnations.set(name, this.incarnationsOf(name));
    if (this.#current.get(name) === entry) this.#current.delete(name);
    this.#configurations.get(fullNameOf(entry.job.path.slice(0, -1)))?.delete(entry);
  }
}

/** The filters name jobs; the configurations of a matrix job go with it. */
function filteredName({ path, kind }: KnownJob): string {
  return fullNameOf(kind === 'matrix-configuration' ? path.slice(0, -1) : path);
}
