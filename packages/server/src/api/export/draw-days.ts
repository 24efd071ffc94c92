import { type Metrics, type Result, results } from '@buildbutler/contract';
import { Canvas, type Color, color } from './canvas.ts';

export type Theme = 'light' | 'dark';

interface Palette {
  readonly paper: Color;
  readonly ink: Color;
  readonly muted: Color;
  readonly line: Color;
  readonly results: Readonly<Record<Result, Color>>;
}

// As the pages have them.
const palettes: Readonly<Record<Theme, Palette>> = {
  light: {
    paper: color('#ffffff'),
    ink: color('#1a1a19'),
    muted: color('#5d5d59'),
    line: color('#e7e7e4'),
    results: {
      SUCCESS: color('#37986a'),
      UNSTABLE: color('#c07f0c'),
      FAILURE: color('#d5453f'),
      ABORTED: color('#8f8f8a'),
      NOT_BUILT: color('#c9c9c4'),
    },
  },
  dark: {
    paper: color('#131517'),
    ink: color('#ececee'),
    muted: color('#a3a7ae'),
    line: color('#23262a'),
    results: {
      SUCCESS: color('#3b9d6f'),
      UNSTABLE: color('#c98a1b'),
      FAILURE: color('#e5534c'),
      ABORTED: color('#7a8088'),
      NOT_BUILT: color('#4a4f56'),
    },
  },
};

const names: Readonly<Record<Result, string>> = {
  SUCCESS: 'success',
  UNSTABLE: 'unstable',
  FAILURE: 'failure',
  ABORTED: 'aborted',
  NOT_BUILT: 'not built',
};

const size = { width: 1200, height: 560 };
const plot = { left: 84, right: 1168, top: 132, bottom: 490 };
const gridLines = 4;
const mostLabels = 9;

/** A round number of at least `most` that can be cut into four. */
function topOf(most: number): number {
  const least = Math.max(gridLines, most);
  const power = 10 ** Math.floor(Math.log10(least));
  const steps = [1, 1.2, 1.6, 2, 2.4, 3.2, 4, 6, 8, 10];
  const top = steps.map((step) => step * power).find((value) => value >= least && (value / gridLines) % 1 === 0);
  return top ?? Math.ceil(least / gridLines) * gridLines;
}

function drawGrid(canvas: Canvas, palette: Palette, top: number): void {
  for (let line = 0; line <= gridLines; line += 1) {
    const y = plot.bottom - ((plot.bottom - plot.top) * line) / gridLines;
    canvas.fill({ x: plot.left, y: Math.round(y), width: plot.right - plot.left, height: 1 }, palette.line);
    const text = ((top * line) / gridLines).toLocaleString('en-US');
    canvas.text(text, { x: plot.left - 12, y: Math.round(y) - 7 }, { color: palette.muted, align: 'right' });
  }
}

function drawBars(canvas: Canvas, palette: Palette, { groups }: Metrics, top: number): void {
  const step = (plot.right - plot.left) / Math.max(1, groups.length);
  const gap = step >= 6 ? Math.min(10, step * 0.24) : 0;
  for (const [at, { byResult }] of groups.entries()) {
    let y = plot.bottom;
    for (const result of results) {
      const height = ((plot.bottom - plot.top) * byResult[result]) / top;
      y -= height;
      const bar = { x: plot.left + at * step + gap / 2, y, width: step - gap, height };
      if (height > 0) canvas.fill(bar, palette.results[result]);
    }
  }
  const every = Math.max(1, Math.ceil(groups.length / mostLabels));
  for (let at = 0; at < groups.length; at += every) {
    const x = plot.left + (at + 0.5) * step;
    const text = groups[at]?.label.slice(5) ?? '';
    canvas.text(text, { x, y: plot.bottom + 14 }, { color: palette.muted, align: 'center' });
  }
}

function drawLegend(canvas: Canvas, palette: Palette, { data }: Metrics): void {
  let x = plot.left;
  for (const result of results) {
    if (data.byResult[result] === 0 && result !== 'SUCCESS' && result !== 'FAILURE') continue;
    canvas.fill({ x, y: 84, width: 14, height: 14 }, palette.results[result]);
    const text = `${names[result]} ${data.byResult[result].toLocaleString('en-US')}`;
    canvas.text(text, { x: x + 22, y: 84 }, { color: palette.ink });
    x += 22 + canvas.textWidth(text) + 34;
  }
}

/** Builds by day stacked by result, as a PNG picture of 1,200 by 560 pixels. */
export function drawDays(
  metrics: Metrics,
  { theme, title }: { readonly theme: Theme; readonly title: string },
): Uint8Array {
  const palette = palettes[theme];
  const canvas = new Canvas(size.width, size.height, palette.paper);
  const { byResult, builds, successRate } = metrics.data;
  const most = metrics.groups.reduce((top, group) => Math.max(top, group.builds), 0);
  const top = topOf(most);
  canvas.text(title.slice(0, 60), { x: plot.left, y: 26 }, { color: palette.ink, scale: 3 });
  const rate = successRate === null ? '-' : `${(successRate * 100).toFixed(1)}%`;
  const { since, tz, until } = metrics.meta;
  const span = `${since.slice(0, 10)} to ${until.slice(0, 10)}, days in ${tz}`;
  canvas.text(span, { x: plot.left, y: 58 }, { color: palette.muted });
  const summary = `${builds.toLocaleString('en-US')} builds, success rate ${rate}`;
  canvas.text(summary, { x: plot.right, y: 58 }, { color: palette.muted, align: 'right' });
  drawLegend(canvas, palette, metrics);
  drawGrid(canvas, palette, top);
  drawBars(canvas, palette, metrics, top);
  if (builds === 0 && byResult.SUCCESS === 0)
    canvas.text('No builds', { x: size.width / 2, y: 300 }, { color: palette.muted, align: 'center', scale: 3 });
  return canvas.toPng();
}
