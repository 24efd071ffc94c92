interface Day {
  readonly sinceMs: number;
  readonly untilMs: number;
}

/** Where an instant lies among days that follow each other; −1 = in none of them. */
export function dayAt(days: readonly Day[], atMs: number): number {
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
