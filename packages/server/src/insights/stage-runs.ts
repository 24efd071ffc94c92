import { bucketOf, Sketch } from '../core/sketch.ts';
import { type StageStatus, stageStatuses } from '../core/stage.ts';
import { pathSeparator } from '../core/stage-path.ts';
import type { StageColumns } from '../storage/columns/stage-part.ts';
import type { Database, Store } from '../storage/open-store.ts';

const numberOf = (status: StageStatus) => stageStatuses.indexOf(status);

/** Stages that ran to an end, as durations and rates mean them. */
const decidedStatuses: ReadonlySet<number> = new Set([numberOf('success'), numberOf('unstable'), numberOf('failure')]);
/** Stages that ran, whatever came of it. */
const ranStatuses: ReadonlySet<number> = new Set([...decidedStatuses, numberOf('aborted')]);
const failed: ReadonlySet<number> = new Set([numberOf('unstable'), numberOf('failure')]);
const succeeded = numberOf('success');

const flagOf = (statuses: ReadonlySet<number>) =>
  Uint8Array.from(stageStatuses, (_, status) => (statuses.has(status) ? 1 : 0));
export const isRan = flagOf(ranStatuses);
export const isDecided = flagOf(decidedStatuses);
const isFailed = flagOf(failed);

/** Sums over the runs of stages. */
export class StageSum {
  runs = 0;
  failures = 0;
  successes = 0;
  decided = 0;
  durationSum = 0;
  min = Number.POSITIVE_INFINITY;
  max = 0;
  pauseSum = 0;
  critical = 0;
  criticalSum = 0;
  readonly durations = new Sketch();

  /** Adds the stage at a row; nothing when it did not run. Percentiles cost most of the time. */
  add(columns: StageColumns, row: number, hasPercentiles: boolean): void {
    const status = columns.status[row] as number;
    if (isRan[status] !== 1) return;
    this.runs += 1;
    this.pauseSum += columns.pause[row] as number;
    const critical = columns.critical[row] as number;
    if (critical > 0) {
      this.critical += 1;
      this.criticalSum += critical - 1;
    }
    if (isDecided[status] !== 1) return;
    if (isFailed[status] === 1) this.failures += 1;
    else if (status === succeeded) this.successes += 1;
    const duration = columns.duration[row] as number;
    if (duration === 0) return;
    const ms = duration - 1;
    this.decided += 1;
    this.durationSum += ms;
    if (ms < this.min) this.min = ms;
    if (ms > this.max) this.max = ms;
    if (hasPercentiles) this.durations.addBucket(bucketOf(ms));
  }

  /** Adds what percentiles are made of to a sum that was made without them. */
  addDuration(columns: StageColumns, row: number): void {
    const duration = columns.duration[row] as number;
    if (duration > 0 && isDecided[columns.status[row] as number] === 1)
      this.durations.addBucket(bucketOf(duration - 1));
  }

  addAll(other: StageSum): void {
    this.runs += other.runs;
    this.failures += other.failures;
    this.successes += other.successes;
    this.decided += other.decided;
    this.durationSum += other.durationSum;
    this.min = Math.min(this.min, other.min);
    this.max = Math.max(this.max, other.max);
    this.pauseSum += other.pauseSum;
    this.critical += other.critical;
    this.criticalSum += other.criticalSum;
    this.durations.merge(other.durations);
  }
}

/** The paths that columns number, in words: "Test / unit". */
export async function pathTexts(store: Store): Promise<(path: number) => string> {
  const { paths } = store.columns;
  const names = await stageNames(store.db);
  const texts: string[] = [];
  return (path) => {
    const known = texts[path];
    if (known !== undefined) return known;
    const text = paths
      .namesOf(path)
      .map((name) => names.get(name) ?? '?')
      .join(pathSeparator);
    texts[path] = text;
    return text;
  };
}

async function stageNames(db: Database): Promise<ReadonlyMap<number, string>> {
  const rows = await db.selectFrom('stage_name').select(['id', 'name']).execute();
  return new Map(rows.map(({ id, name }) => [id, name]));
}
