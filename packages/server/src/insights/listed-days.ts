import { AppError } from '../core/app-error.ts';
import { Calendar, dayMs } from '../core/calendar.ts';
import type { Window } from '../core/window.ts';

/** A little more than ten years. */
const mostDays = 3_700;

/**
 * The local days of a window, for answers that list each of them: ten thousand years would take a minute to count.
 * Throws `bad_request` for too many.
 */
export function listedDays(tz: string, { sinceMs, untilMs }: Window): (Window & { readonly key: string })[] {
  if (untilMs - sinceMs > mostDays * dayMs) {
    const message = `At most ${mostDays} days can be listed one by one. Choose a shorter range.`;
    throw new AppError('bad_request', message, { details: [{ path: 'query.range', message }] });
  }
  return new Calendar(tz).days(sinceMs, untilMs);
}

/** Where an instant lies among days that follow each other; −1 = in none of them. */
export function dayAt(days: readonly Window[], atMs: number): number {
  let low = 0;
  let high = days.length - 1;
  while (low <= high) {
    const middle = (low + high) >> 1;
    const day = days[middle];
    if (day === undefined || atMs < day.sinceMs) high = middle - 1;
    else if (atMs >= day.untilMs) low = middle + 1;
    else return middle;
  }
  return -1;
}
