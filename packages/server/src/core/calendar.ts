export const hourMs = 3_600_000;
export const dayMs = 86_400_000;

/** Local calendar fields of instants in one time zone. Formatters are costly to make, so one is kept per calendar. */
export class Calendar {
  readonly #format: Intl.DateTimeFormat;

  /** Throws RangeError for a name that is not an IANA time zone. */
  constructor(timeZone: string) {
    this.#format = new Intl.DateTimeFormat('en-CA', {
      timeZone,
      hourCycle: 'h23',
      era: 'short',
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
      hour: '2-digit',
      minute: '2-digit',
      second: '2-digit',
    });
  }

  /** What the zone's clock shows at an instant, read as if it were UTC. */
  #wallMs(atMs: number): number {
    const parts: Record<string, number> = {};
    for (const { type, value } of this.#format.formatToParts(atMs)) parts[type] = Number(value);
    const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = parts;
    return Date.UTC(year, month - 1, day, hour, minute, second);
  }

  /** `YYYY-MM-DD` of the local day an instant lies in. */
  dayOf(atMs: number): string {
    return new Date(this.#wallMs(atMs)).toISOString().slice(0, 10);
  }

  /** The first instant of a local day (`YYYY-MM-DD`), also where a clock change skips midnight. */
  startOfDay(day: string): number {
    const wall = Date.parse(`${day}T00:00:00Z`);
    const guess = wall - (this.#wallMs(wall) - wall);
    if (this.#wallMs(guess) === wall && this.#wallMs(guess - 1000) === wall - 1000) return guess;
    // A clock change is near. An offset is below 15 hours; the day begins where the local date first shows `day`.
    let before = wall - 15 * hourMs - 1000;
    let after = wall + 15 * hourMs;
    while (after - before > 1000) {
      const middle = Math.floor((before + after) / 2000) * 1000;
      if (this.#wallMs(middle) >= wall) after = middle;
      else before = middle;
    }
    return after;
  }

  /** Local days from the one `sinceMs` lies in to the last that begins before `untilMs`, each with its first instant and its end. */
  days(sinceMs: number, untilMs: number): { key: string; sinceMs: number; untilMs: number }[] {
    const days: { key: string; sinceMs: number; untilMs: number }[] = [];
    let key = this.dayOf(sinceMs);
    let start = this.startOfDay(key);
    while (start < untilMs) {
      const nextKey = new Date(Date.parse(`${key}T00:00:00Z`) + dayMs).toISOString().slice(0, 10);
      const next = this.startOfDay(nextKey);
      days.push({ key, sinceMs: start, untilMs: next });
      key = nextKey;
      start = next;
    }
    return days;
  }
}
