import Table from 'cli-table3';
import { cleanText } from './clean-text.ts';
import type { Colors, Sink } from './io.ts';

export interface Column<Row> {
  readonly title: string;
  /** What a person reads. */
  readonly text: (row: Row) => string;
  /** What a script reads, where it differs: ISO times, milliseconds, fractions, nothing for unknown. */
  readonly plain?: (row: Row) => string;
  readonly color?: (row: Row, colors: Colors) => (text: string) => string;
  readonly align?: 'right';
  /** This column gives way, from its left end, when the terminal is narrow. */
  readonly canShrink?: boolean;
}

const narrowestColumn = 12;
const cellPadding = 2;

/** Jobs differ at the end of their path, so the end is what stays. */
function shorten(text: string, width: number): string {
  const characters = [...text];
  return characters.length <= width ? text : `…${characters.slice(characters.length - width + 1).join('')}`;
}

function widthOf(cells: readonly string[][], column: number): number {
  return Math.max(...cells.map((row) => [...(row[column] ?? '')].length));
}

/** Shortens the cells of the column that may give way until the table fits into `columns` characters. */
function fit<Row>(table: readonly Column<Row>[], cells: string[][], columns: number): string[][] {
  const yielding = table.findIndex((column) => column.canShrink);
  if (yielding === -1) return cells;
  const widths = table.map((_, index) => widthOf(cells, index) + cellPadding);
  const total = widths.reduce((sum, width) => sum + width, 0) + table.length + 1;
  if (total <= columns) return cells;
  const room = Math.max(narrowestColumn, (widths[yielding] ?? 0) - cellPadding - (total - columns));
  return cells.map((row) => row.map((cell, index) => (index === yielding ? shorten(cell, room) : cell)));
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

/** Prints rows: a box on a terminal, tab-separated values without a head for everything else. */
export async function printTable<Row>(table: readonly Column<Row>[], rows: readonly Row[], sink: Sink): Promise<void> {
  if (sink.isTty) return sink.write(`${boxed(table, rows, sink)}\n`);
  const lines = rows.map((row) => table.map((column) => cleanText((column.plain ?? column.text)(row))).join('\t'));
  return sink.write(lines.map((line) => `${line}\n`).join(''));
}

/** Prints a value as JSON, indented, for `--json`. */
export function printJson(value: unknown, sink: Sink): Promise<void> {
  return sink.write(`${JSON.stringify(value, null, 2)}\n`);
}
