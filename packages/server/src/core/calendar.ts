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

  /** `YYYY-MM-DD HH:MM` as the zone's clock shows it. */
  timeOf(atMs: number): string {
    return new Date(this.#wallMs(atMs)).toISOString().slice(0, 16).replace('T', ' ');
  }

  /** The hour of the day (0 to 23) as the zone's clock shows it. */
  hourOf(atMs: number): number {
    return new Date(this.#wallMs(atMs)).getUTCHours();
  }

  /**
   * Hours of the local days of a range, counted from midnight: the clock's own hours, also in zones that are off by half an
   * hour and through clock changes by a whole one. Key: first instant in ISO 8601, UTC, since a clock shows an hour twice in autumn.
   */
  hours(sinceMs: number, untilMs: number): { key: string; label: string; sinceMs: number; untilMs: number }[] {
    const hours: { key: string; label: string; sinceMs: number; untilMs: number }[] = [];
    for (const day of this.days(sinceMs, untilMs)) {
      for (let at = day.sinceMs; at < day.untilMs; at += hourMs) {
        const end = Math.min(at + hourMs, day.untilMs);
        if (end <= sinceMs || at >= untilMs) continue;
        hours.push({ key: new Date(at).toISOString(), label: this.timeOf(at), sinceMs: at, untilMs: end });
      }
    }
    return hours;
  }

  /** Local weeks, Monday to Sunday, of a range; key: `YYYY-MM-DD` of their Monday. */
  weeks(sinceMs: number, untilMs: number): { key: string; sinceMs: number; untilMs: number }[] {
    const first = Date.parse(`${this.dayOf(sinceMs)}T00:00:00Z`);
    const weekday = (new Date(first).getUTCDay() + 6) % 7;
    const weeks: { key: string; sinceMs: number; untilMs: number }[] = [];
    for (let monday = first - weekday * dayMs; ; monday += 7 * dayMs) {
      const key = new Date(monday).toISOString().slice(0, 10);
      const start = this.startOfDay(key);
      if (start >= untilMs) return weeks;
      const end = this.startOfDay(new Date(monday + 7 * dayMs).toISOString().slice(0, 10));
      weeks.push({ key, sinceMs: start, untilMs: end });
    }
  }
}
