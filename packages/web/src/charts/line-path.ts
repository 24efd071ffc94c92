/** A value at a place of the x axis, in pixels; null = nothing is known there. */
export interface PlotPoint {
  readonly x: number;
  readonly y: number | null;
}

export interface KnownPoint {
  readonly x: number;
  readonly y: number;
}

const round = (value: number) => Math.round(value * 10) / 10;

/** The points that have a value. A place without one (a day without builds) is passed over by the line. */
export function knownPoints(points: readonly PlotPoint[]): KnownPoint[] {
  return points.flatMap(({ x, y }) => (y === null ? [] : [{ x: round(x), y: round(y) }]));
}

/** The SVG path of a line through points; nothing for fewer than two. */
export function linePath(points: readonly KnownPoint[]): string {
  return points.length < 2 ? '' : `M${points.map(({ x, y }) => `${x} ${y}`).join('L')}`;
}

/** The SVG path of the area between a line and a floor. */
export function areaPath(points: readonly KnownPoint[], floorY: number): string {
  const first = points[0];
  const last = points.at(-1);
  if (first === undefined || last === undefined || points.length < 2) return '';
  return `M${first.x} ${round(floorY)}${linePath(points).replace('M', 'L')}L${last.x} ${round(floorY)}Z`;
}

const roomPx = 10;

/** Are so few places known, and so far apart, that the points themselves should be seen? */
export function isSparse(points: readonly PlotPoint[]): boolean {
  const [first, second] = points;
  if (first !== undefined && second !== undefined && second.x - first.x < roomPx) return false;
  const known = points.filter(({ y }) => y !== null).length;
  return known < points.length * 0.6 || known < 3;
}
