/** A value at a place of the x axis, in pixels; null = nothing is known there. */
export interface PlotPoint {
  readonly x: number;
  readonly y: number | null;
}

type KnownPoint = { readonly x: number; readonly y: number };

const round = (value: number) => Math.round(value * 10) / 10;

/** The pieces of a line between its gaps. */
export function lineRuns(points: readonly PlotPoint[]): KnownPoint[][] {
  const runs: KnownPoint[][] = [];
  let run: KnownPoint[] = [];
  for (const { x, y } of points) {
    if (y !== null) run.push({ x: round(x), y: round(y) });
    else if (run.length > 0) {
      runs.push(run);
      run = [];
    }
  }
  if (run.length > 0) runs.push(run);
  return runs;
}

/** The SVG path of a line; a gap stays a gap. */
export function linePath(points: readonly PlotPoint[]): string {
  return lineRuns(points)
    .filter((run) => run.length > 1)
    .map((run) => `M${run.map(({ x, y }) => `${x} ${y}`).join('L')}`)
    .join('');
}

/** The SVG path of the area between a line and a floor. */
export function areaPath(points: readonly PlotPoint[], floorY: number): string {
  return lineRuns(points)
    .filter((run) => run.length > 1)
    .map((run) => {
      const first = run[0]?.x ?? 0;
      const last = run.at(-1)?.x ?? 0;
      return `M${first} ${floorY}L${run.map(({ x, y }) => `${x} ${y}`).join('L')}L${last} ${floorY}Z`;
    })
    .join('');
}

/** Points with a gap at both sides: a line cannot show them, a dot must. */
export function lonePoints(points: readonly PlotPoint[]): KnownPoint[] {
  return lineRuns(points)
    .filter((run) => run.length === 1)
    .flat();
}
