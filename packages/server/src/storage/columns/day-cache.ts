import { dayMs, hourMs } from '../../core/calendar.ts';
import type { Window } from '../../core/window.ts';
import { changesSince } from '../changed-hours.ts';
import { countStarts, type RowSource, type Slice, slicesOf } from './row-source.ts';
import type { RowTable, SortedRows } from './row-table.ts';

/** Rows in the order in which builds started: those `from` … `to` − 1 of columns that begin at `baseMs`. */
export interface Part<Columns> {
  readonly columns: Columns;
  readonly baseMs: number;
  readonly from: number;
  readonly to: number;
}

/** The slices of a window that are to be read. */
export interface ReadOrder {
  readonly window: Window;
  readonly slices: readonly Slice[];
}

/** What is kept of one kind: read for a window, packed by time. */
export interface PartKind<Columns> {
  /** Builds that are read at once: their rows lie in memory before they are packed. */
  readonly mostBuilds: number;
  /** The rows of a window, in no order. Others in the same thread get their turn between the slices. */
  read(source: RowSource, order: ReadOrder): Promise<RowTable>;
  pack(rows: SortedRows): Columns;
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
const mostDaysAtOnce = 128;
/** What one statement reads by the index on the start. */
const pieceMs = 4 * dayMs;

/**
 * Keeps what is read of finished builds by UTC day, read when it is first needed and again in the hours that have
 * changed since. What was used longest ago is let go of when there is too much. Every answer is as new as the moment
 * it was asked at.
 */
export class DayCache<Columns> {
  readonly #source: RowSource;
  readonly #kind: PartKind<Columns>;
  readonly #most: number;
  readonly #days = new Map<number, Day<Columns>>();
  #seen: number | null = null;
  #uses = 0;
  #weight = 0;

  constructor(source: RowSource, kind: PartKind<Columns>, most: number) {
    this.#source = source;
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
    for await (const { dayStart, lastMs } of this.#daysOf(window)) {
      if (!this.#days.has(dayStart)) await this.#readMany(this.#missing(dayStart, lastMs), use);
      const parts = this.#fresh(dayStart, use) ?? (await this.#read(dayStart, use));
      for (const part of parts) {
        const some = this.#kind.within(part, window);
        if (some.from < some.to) yield some;
      }
      if (this.#weight > this.#most) this.#letGo(dayStart);
    }
  }

  async #noteChanges(): Promise<void> {
    const { hours, version } = await changesSince(this.#source.db, this.#seen);
    if (this.#seen !== null && version < this.#seen && hours !== 'all') return;
    this.#seen = version;
    if (hours === 'all') {
      for (const day of this.#days.keys()) this.#drop(day);
      return;
    }
    for (const hour of hours) this.#days.get(Math.floor(hour / dayMs) * dayMs)?.stale.add(hour);
  }

  async *#daysOf({ sinceMs, untilMs }: Window): AsyncGenerator<{ dayStart: number; lastMs: number }> {
    const first = await this.#nextStart(sinceMs, untilMs);
    const last = await this.#lastStart(sinceMs, untilMs);
    if (first === null || last === null) return;
    const isSparse = last - first > mostDaysByCounting * dayMs;
    for (let at: number | null = first; at !== null && at <= last; ) {
      const day: number = Math.floor(at / dayMs) * dayMs;
      yield { dayStart: day, lastMs: isSparse ? day : last };
      at = isSparse ? await this.#nextStart(day + dayMs, last + 1) : day + dayMs;
    }
  }

  async #nextStart(sinceMs: number, untilMs: number): Promise<number | null> {
    const row = await this.#source.db
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
    const row = await this.#source.db
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

  #hold(dayStart: number, use: number): Day<Columns> {
    let day = this.#days.get(dayStart);
    if (day === undefined) {
      day = { parts: null, stale: new Set(), weight: 0, usedAt: use, turn: Promise.resolve() };
      this.#days.set(dayStart, day);
    }
    day.usedAt = use;
    return day;
  }

  /** Days from one on that are not held, up to the first that is. */
  #missing(dayStart: number, lastMs: number): Window {
    let untilMs = dayStart + dayMs;
    while (untilMs <= lastMs && untilMs < dayStart + mostDaysAtOnce * dayMs && !this.#days.has(untilMs))
      untilMs += dayMs;
    return { sinceMs: dayStart, untilMs };
  }

  /** Reads days that follow each other, or the first of them, when they are many. */
  async #readMany(days: Window, use: number): Promise<void> {
    const { kind, source } = { kind: this.#kind, source: this.#source };
    let window = days;
    let count = await countStarts(source.db, window);
    while (count > kind.mostBuilds && window.untilMs - window.sinceMs > dayMs) {
      const half = Math.ceil((window.untilMs - window.sinceMs) / dayMs / 2);
      window = { sinceMs: window.sinceMs, untilMs: window.sinceMs + half * dayMs };
      count = await countStarts(source.db, window);
    }
    const held: [dayStart: number, day: Day<Columns>][] = [];
    for (let at = window.sinceMs; at < window.untilMs; at += dayMs) held.push([at, this.#hold(at, use)]);
    const turn = Promise.all(held.map(([, day]) => day.turn)).then(async () => {
      if (held.every(([, { parts }]) => parts !== null)) return;
      for (const [, { parts, stale }] of held) if (parts === null) stale.clear();
      const read = await this.#readWindow(window, count);
      for (const [at, [dayStart, day]] of held.entries()) {
        const part = read[at];
        if (part !== undefined && day.parts === null) this.#put(dayStart, day, [part]);
      }
    });
    for (const [, day] of held) day.turn = turn.catch(() => undefined);
    await turn;
  }

  /** The rows of a window by day. */
  async #readWindow(window: Window, count: number): Promise<Part<Columns>[]> {
    const { sinceMs, untilMs } = window;
    const slices = await slicesOf(this.#source, { window, count, pieceMs });
    const table = await this.#kind.read(this.#source, { window, slices });
    const stretchMs = Math.min(dayMs, untilMs - sinceMs);
    return table.split(stretchMs, Math.ceil((untilMs - sinceMs) / stretchMs)).map((rows, at) => ({
      columns: this.#kind.pack(rows),
      baseMs: sinceMs + at * stretchMs,
      from: 0,
      to: rows.count,
    }));
  }

  async #read(dayStart: number, use: number): Promise<readonly Part<Columns>[]> {
    const its = this.#hold(dayStart, use);
    const turn = its.turn.then(() => this.#settle(dayStart, its));
    its.turn = turn.catch(() => undefined);
    await turn;
    return its.parts ?? [];
  }

  async #settle(dayStart: number, day: Day<Columns>): Promise<void> {
    if (day.parts === null) {
      day.stale.clear();
      this.#put(dayStart, day, await this.#readWindow({ sinceMs: dayStart, untilMs: dayStart + dayMs }, 0));
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
    const anew = await this.#readWindow(window, 0);
    const before = { sinceMs: dayStart, untilMs: window.sinceMs };
    const after = { sinceMs: window.untilMs, untilMs: dayStart + dayMs };
    const parts = day.parts ?? [];
    const kept = (some: Window) =>
      parts.map((part) => this.#kind.within(part, some)).filter(({ from, to }) => from < to);
    this.#put(dayStart, day, [...kept(before), ...anew, ...kept(after)]);
  }

  #put(dayStart: number, day: Day<Columns>, parts: readonly Part<Columns>[]): void {
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
