import Table from 'cli-table3';
import { cleanJson, cleanText } from './clean-text.ts';
import type { Colors, Sink } from './io.ts';
import { cutLeft, textWidth } from './text-width.ts';

export interface Column<Row> {
  readonly title: string;
  /** What a person reads. */
  readonly text: (row: Row) => string;
  /** What a script reads, where it differs: ISO times, milliseconds, fractions, nothing for unknown. */
  readonly plain?: (row: Row) => string;
  readonly color?: (row: Row, colors: Colors) => (text: string) => string;
  readonly align?: 'right';
  /** This column gives way, from its left end, when the terminal is narrow; the widest one first. */
  readonly canShrink?: boolean;
}

const narrowestColumn = 12;
const cellPadding = 2;

/** Takes from the widest yielding columns what the line is too long by. */
function fitWidths(widths: readonly number[], canShrink: readonly boolean[], columns: number): number[] {
  const fitted = [...widths];
  let excess = fitted.reduce((sum, width) => sum + width + cellPadding, 0) + fitted.length + 1 - columns;
  while (excess > 0) {
    const widest = Math.max(0, ...fitted.filter((_, index) => canShrink[index]));
    if (widest <= narrowestColumn) return fitted;
    const place = fitted.findIndex((width, index) => canShrink[index] && width === widest);
    fitted[place] = widest - 1;
    excess -= 1;
  }
  return fitted;
}

function fit<Row>(table: readonly Column<Row>[], cells: readonly string[][], columns: number): string[][] {
  const widths = table.map((_, column) => Math.max(...cells.map((row) => textWidth(row[column] ?? ''))));
  const yielding = table.map((column) => column.canShrink === true);
  const fitted = fitWidths(widths, yielding, columns);
  return cells.map((row) => row.map((cell, column) => (yielding[column] ? cutLeft(cell, fitted[column] ?? 0) : cell)));
}

function boxed<Row>(table: readonly Column<Row>[], rows: readonly Row[], sink: Sink): string {
  const titles = table.map((column) => column.title);
  const texts = rows.map((row) => table.map((column) => cleanText(column.text(row))));
  const [head = titles, ...body] = fit(table, [titles, ...texts], sink.columns);
  const box = new Table({
    head,
    colAligns: table.map((column) => column.align ?? 'left'),
    style: { head: [], border: [], compact: true },
  });
  rows.forEach((row, index) => {
    const cells = body[index] ?? [];
    box.push(table.map((column, place) => (column.color?.(row, sink.colors) ?? String)(cells[place] ?? '')));
  });
  return box.toString();
}

/** Rows as tab-separated lines without a head, wherever they go. */
export async function printLines<Row>(table: readonly Column<Row>[], rows: readonly Row[], sink: Sink): Promise<void> {
  const lines = rows.map((row) => table.map((column) => cleanText((column.plain ?? column.text)(row))).join('\t'));
  await sink.write(lines.map((line) => `${line}\n`).join(''));
}

/** Prints rows: a box on a terminal, tab-separated values without a head for everything else. */
export async function printTable<Row>(table: readonly Column<Row>[], rows: readonly Row[], sink: Sink): Promise<void> {
  if (sink.isTty) return sink.write(`${boxed(table, rows, sink)}\n`);
  return printLines(table, rows, sink);
}

/** Prints a value as JSON, indented, for `--json`. */
export function printJson(value: unknown, sink: Sink): Promise<void> {
  return sink.write(`${cleanJson(JSON.stringify(value, null, 2))}\n`);
}

export interface Field {
  readonly title: string;
  /** What a person reads. */
  readonly text: string;
  /** What a script reads, where it differs. */
  readonly plain?: string;
}

/** Prints one thing: names and values in two aligned columns on a terminal, `name<tab>value` lines elsewhere. */
export async function printFields(fields: readonly Field[], sink: Sink): Promise<void> {
  const width = Math.max(...fields.map(({ title }) => textWidth(title)));
  const lines = fields.map(({ title, text, plain }) =>
    sink.isTty
      ? `${sink.colors.dim(title.padEnd(width))}  ${cleanText(text)}`
      : `${title.toLowerCase()}\t${cleanText(plain ?? text)}`,
  );
  await sink.write(lines.map((line) => `${line}\n`).join(''));
}

/** Prints one array as JSON, as `printJson` would, while its items come in. */
export async function printJsonStream(batches: AsyncIterable<readonly unknown[]>, sink: Sink): Promise<void> {
  let before = '[';
  for await (const items of batches) {
    const texts = items.map((item) => JSON.stringify(item, null, 2).replaceAll('\n', '\n  '));
    if (texts.length === 0) continue;
    await sink.write(cleanJson(`${before}\n  ${texts.join(',\n  ')}`));
    before = ',';
  }
  await sink.write(before === '[' ? '[]\n' : '\n]\n');
}
