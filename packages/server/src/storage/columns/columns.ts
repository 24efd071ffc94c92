import { dayMs } from '../../core/calendar.ts';
import type { Window } from '../../core/window.ts';
import { type BuildColumns, type BuildPart, buildParts } from './build-part.ts';
import { DayCache } from './day-cache.ts';
import type { RowSource } from './row-source.ts';
import { type StageColumns, type StagePart, stageParts } from './stage-part.ts';
import { StagePaths } from './stage-paths.ts';

/** A month, and the days that a viewer's zone adds to it. */
const warmDays = 32;
const mib = 1024 * 1024;

/** Some 35 bytes a build: three million builds. */
const mostBuildBytes = 100 * mib;
/** Some 25 bytes a stage: three million stages. */
const mostStageBytes = 75 * mib;

/**
 * What questions with filters go through: finished builds and their stages column by column in memory, read as they are
 * asked for. Belongs to one handle of a store; nothing is held before the first such question.
 */
export class Columns {
  readonly #builds: DayCache<BuildColumns>;
  readonly #stages: DayCache<StageColumns>;
  readonly paths = new StagePaths();

  constructor(source: RowSource) {
    this.#builds = new DayCache(source, buildParts, mostBuildBytes);
    this.#stages = new DayCache(source, stageParts(this.paths), mostStageBytes);
  }

  /** Finished builds that started in a window, in that order, some at a time. */
  builds(window: Window): AsyncGenerator<BuildPart> {
    return this.#builds.parts(window);
  }

  /** Stages of finished builds that started in a window. */
  stages(window: Window): AsyncGenerator<StagePart> {
    return this.#stages.parts(window);
  }

  /** Reads the builds of the last days, which most questions are about, before somebody waits for them. */
  async warm(nowMs: number): Promise<void> {
    const untilMs = Math.ceil(nowMs / dayMs) * dayMs;
    for await (const _ of this.builds({ sinceMs: untilMs - warmDays * dayMs, untilMs }));
  }

  /** Bytes that are held. */
  get bytes(): number {
    return this.#builds.weight + this.#stages.weight;
  }
}
