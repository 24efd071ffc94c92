/** From where to where on the time axis. */
export interface Span {
  readonly fromMs: number;
  readonly toMs: number;
}

const farOut = 3;

/** The top of the value axis: the largest value, unless a few odd ones would press all others to the floor. */
export function cloudTop(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const largest = sorted.at(-1) ?? 0;
  const usual = sorted[Math.floor(sorted.length * 0.98)] ?? 0;
  return largest > farOut * usual && usual > 0 ? usual * 1.4 : largest;
}

/** The point nearest to a place in pixels, and no farther than `reachPx`; -1 = none. */
export function nearestPoint(
  places: readonly { readonly x: number; readonly y: number }[],
  at: { readonly x: number; readonly y: number },
  reachPx: number,
): number {
  let nearest = -1;
  let least = reachPx ** 2;
  places.forEach(({ x, y }, index) => {
    const distance = (x - at.x) ** 2 + (y - at.y) ** 2;
    if (distance > least) return;
    least = distance;
    nearest = index;
  });
  return nearest;
}

/** Instants at which the time axis is labelled, evenly over a span. */
export function timeTicks({ fromMs, toMs }: Span, count: number): number[] {
  if (count < 2 || toMs <= fromMs) return [fromMs];
  return Array.from({ length: count }, (_, index) => fromMs + ((toMs - fromMs) * index) / (count - 1));
}
