/** The top of an axis and the values at which it is labelled, 0 first. */
export interface AxisScale {
  readonly max: number;
  readonly ticks: readonly number[];
}

const second = 1_000;
const minute = 60 * second;
const hour = 60 * minute;
const day = 24 * hour;
const durationSteps = [
  ...[1, 2, 5, 10, 20, 50, 100, 200, 500],
  ...[1, 2, 5, 10, 15, 30].map((count) => count * second),
  ...[1, 2, 5, 10, 15, 30].map((count) => count * minute),
  ...[1, 2, 4, 8, 12].map((count) => count * hour),
  ...[1, 2, 5, 10, 20, 50, 100].map((count) => count * day),
];

function stepped(top: number, step: number): AxisScale {
  const count = Math.max(1, Math.ceil(top / step - 1e-9));
  return { max: count * step, ticks: Array.from({ length: count + 1 }, (_, index) => index * step) };
}

/** An axis of whole counts from 0 to at least `top`, with about `most` steps of 1, 2 or 5 times a power of ten. */
export function countScale(top: number, most = 4): AxisScale {
  const rough = Math.max(top, 1) / most;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 5, 10].map((factor) => factor * power).find((size) => size >= rough) ?? power * 10;
  return stepped(Math.max(top, 1), Math.max(1, step));
}

/** An axis of milliseconds from 0 to at least `topMs`, in steps a clock has. */
export function durationScale(topMs: number, most = 4): AxisScale {
  const rough = Math.max(topMs, 1) / most;
  const step = durationSteps.find((size) => size >= rough) ?? Math.ceil(rough / (100 * day)) * 100 * day;
  return stepped(Math.max(topMs, 1), step);
}

/** A step of a duration axis in one unit: `0`, `500 ms`, `30s`, `10m`, `2h`, `3d`. */
export function formatStep(ms: number): string {
  if (ms === 0) return '0';
  if (ms < second) return `${ms}\u00a0ms`;
  if (ms < minute) return `${ms / second}s`;
  if (ms < hour) return `${ms / minute}m`;
  if (ms < day || ms % day !== 0) return `${ms / hour}h`;
  return `${ms / day}d`;
}

/** Which of `count` places along an axis carry a label, so that labels of `labelPx` fit side by side; the last one always does. */
export function labelledPlaces(count: number, widthPx: number, labelPx: number): number[] {
  if (count === 0 || widthPx <= 0) return [];
  const room = Math.max(1, Math.floor(widthPx / labelPx));
  const step = Math.max(1, Math.ceil(count / room));
  const places: number[] = [];
  for (let at = count - 1; at >= 0; at -= step) places.unshift(at);
  return places;
}
