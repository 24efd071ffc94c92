import { setImmediate } from 'node:timers/promises';
import { dayMs, hourMs } from '../../core/calendar.ts';
import type { Window } from '../../core/window.ts';
import { changesSince } from '../changed-hours.ts';
import type { Database } from '../database.ts';

/** Rows in the order in which builds started: those `from` … `to` − 1 of columns that begin at `baseMs`. */
export interface Part<Columns> {
  readonly columns: Columns;
  readonly baseMs: number;
  readonly from: number;
  readonly to: number;
}

/** What is kept of one kind: read for a window, found by time. */
export interface PartKind<Columns> {
  read(db: Database, window: Window): Promise<Part<Columns>>;
  /** The rows of a part that lie in a window. */
  within(part: Part<Columns>, window: Window): Part<Columns>;
  /** How much of the limit a part takes up. */
  weight(columns: Columns): number;
}

interface Day<Columns> {
  parts: readonly Part<Columns>[] | null;
  /** Hours that have changed since the parts were read. */
  stale: Set<number>;
  weight: number;
  usedAt: number;
  /** What is being done for this day comes one after the other. */
  turn: Promise<void>;
}

/** Longer windows than this have mostly empty days: those are skipped by asking where the next build lies. */
const mostDaysByCounting = 4_000;
/** Others in the same thread get their turn while a long range is read for the first time. */
const daysBetweenBreaths = 4;

/**
 * Keeps what is read of finished builds by UTC day, read when it is first needed and again in the hours that have
 * changed since. What was used longest ago is let go of when there is too much. Every answer is as new as the moment
 * it was asked at.
 */
export class DayCache<Columns> {
  readonly #db: Database;
  readonly #kind: PartKind<Columns>;
  readonly #most: number;
  readonly #days = new Map<number, Day<Columns>>();
  #seen: number | null = null;
  #uses = 0;
  #weight = 0;

  constructor(db: Database, kind: PartKind<Columns>, most: number) {
    this.#db = db;
    this.#kind = kind;
    this.#most = most;
  }

  /** How much is held, in the unit of the limit. */
  get weight(): number {
    return this.#weight;
  }

  /** The rows of a window in the order in which the builds started, some at a time. */
  async *parts(window: Window): AsyncGenerator<Part<Columns>> {
    await this.#noteChanges();
    const use = ++this.#uses;
    for await (const dayStart of this.#daysOf(window)) {
      const parts = this.#fresh(dayStart, use) ?? (await this.#read(dayStart, use));
      for (const part of parts) {
        const some = this.#kind.within(part, window);
        if (some.from < some.to) yield some;
      }
      if (this.#weight > this.#most) this.#letGo(dayStart);
    }
  }

  async #noteChanges(): Promise<void> {
    const { hours, version } = await changesSince(this.#db, this.#seen);
    if (this.#seen !== null && version < this.#seen && hours !== 'all') return;
    this.#seen = version;
    if (hours === 'all') {
      for (const day of this.#days.keys()) this.#drop(day);
      return;
    }
    for (const hour of hours) this.#days.get(Math.floor(hour / dayMs) * dayMs)?.stale.add(hour);
  }

  async *#daysOf({ sinceMs, untilMs }: Window): AsyncGenerator<number> {
    const first = await this.#nextStart(sinceMs, untilMs);
    const last = await this.#lastStart(sinceMs, untilMs);
    if (first === null || last === null) return;
    const isSparse = last - first > mostDaysByCounting * dayMs;
    for (let at: number | null = first; at !== null && at <= last; ) {
      const day: number = Math.floor(at / dayMs) * dayMs;
      yield day;
      at = isSparse ? await this.#nextStart(day + dayMs, last + 1) : day + dayMs;
    }
  }

  async #nextStart(sinceMs: number, untilMs: number): Promise<number | null> {
    const row = await this.#db
      .selectFrom('build')
      .select('started_at_ms')
      .where('started_at_ms', '>=', sinceMs)
      .where('started_at_ms', '<', untilMs)
      .orderBy('started_at_ms')
      .limit(1)
      .executeTakeFirst();
    return row?.started_at_ms ?? null;
  }

  async #lastStart(sinceMs: number, untilMs: number): Promise<number | null> {
    const row = await this.#db
      .selectFrom('build')
      .select('started_at_ms')
      .where('started_at_ms', '>=', sinceMs)
      .where('started_at_ms', '<', untilMs)
      .orderBy('started_at_ms', 'desc')
      .limit(1)
      .executeTakeFirst();
    return row?.started_at_ms ?? null;
  }

  /** A day that needs no reading. */
  #fresh(dayStart: number, use: number): readonly Part<Columns>[] | null {
    const day = this.#days.get(dayStart);
    if (day === undefined || day.parts === null || day.stale.size > 0) return null;
    day.usedAt = use;
    return day.parts;
  }

  async #read(dayStart: number, use: number): Promise<readonly Part<Columns>[]> {
    let day: Day<Columns> | undefined = this.#days.get(dayStart);
    if (day === undefined) {
      day = { parts: null, stale: new Set(), weight: 0, usedAt: use, turn: Promise.resolve() };
      this.#days.set(dayStart, day);
    }
    day.usedAt = use;
    const its = day;
    const turn = its.turn.then(() => this.#settle(dayStart, its));
    its.turn = turn.catch(() => undefined);
    await turn;
    if ((dayStart / dayMs) % daysBetweenBreaths === 0) await setImmediate();
    return its.parts ?? [];
  }

  async #settle(dayStart: number, day: Day<Columns>): Promise<void> {
    if (day.parts === null) {
      day.stale.clear();
      await this.#put(dayStart, day, [
        await this.#kind.read(this.#db, { sinceMs: dayStart, untilMs: dayStart + dayMs }),
      ]);
    }
    while (day.stale.size > 0) {
      const hours = [...day.stale];
      day.stale.clear();
      try {
        for (const hour of hours) await this.#readHour(dayStart, day, hour);
      } catch (error) {
        for (const hour of hours) day.stale.add(hour);
        throw error;
      }
    }
  }

  /** Puts an hour read anew in place of what was there. */
  async #readHour(dayStart: number, day: Day<Columns>, hour: number): Promise<void> {
    const window = { sinceMs: hour, untilMs: hour + hourMs };
    const anew = await this.#kind.read(this.#db, window);
    const before = { sinceMs: dayStart, untilMs: window.sinceMs };
    const after = { sinceMs: window.untilMs, untilMs: dayStart + dayMs };
    const parts = day.parts ?? [];
    const kept = (some: Window) =>
      parts.map((part) => this.#kind.within(part, some)).filter(({ from, to }) => from < to);
    await this.#put(dayStart, day, [...kept(before), anew, ...kept(after)]);
  }

  async #put(dayStart: number, day: Day<Columns>, parts: readonly Part<Columns>[]): Promise<void> {
    // Whoever let go of this day meanwhile counts it no more.
    const isHeld = this.#days.get(dayStart) === day;
    const weight = [...new Set(parts.map(({ columns }) => columns))].reduce(
      (sum, columns) => sum + this.#kind.weight(columns),
      0,
    );
    if (isHeld) this.#weight += weight - day.weight;
    day.weight = weight;
    day.parts = parts;
  }

  #drop(dayStart: number): void {
    const day = this.#days.get(dayStart);
    if (day === undefined) return;
    this.#days.delete(dayStart);
    this.#weight -= day.weight;
  }

  #letGo(current: number): void {
    const byUse = [...this.#days].sort(([, a], [, b]) => a.usedAt - b.usedAt);
    for (const [dayStart] of byUse) {
      if (this.#weight <= this.#most * 0.9) return;
      if (dayStart !== current) this.#drop(dayStart);
    }
  }
}
