import { type Column, packColumn } from './column.ts';

/** Rows of whole numbers as they are read, before they are packed into columns. The first number is the start, from the beginning of the window. */
export class RowTable {
  readonly width: number;
  #numbers: Float64Array;
  #count = 0;

  constructor(width: number) {
    this.width = width;
    this.#numbers = new Float64Array(width * 256);
  }

  /** Makes room for another row; returns where it begins in `numbers`. */
  add(): number {
    const at = this.#count * this.width;
    if (at + this.width > this.#numbers.length) {
      const grown = new Float64Array(this.#numbers.length * 2);
      grown.set(this.#numbers);
      this.#numbers = grown;
    }
    this.#count += 1;
    return at;
  }

  /** Valid until the next row. */
  get numbers(): Float64Array {
    return this.#numbers;
  }

  /** Splits the rows into stretches of equal length by their start, each in the order of the starts. */
  split(stretchMs: number, stretches: number): SortedRows[] {
    const numbers = this.#numbers;
    const { width } = this;
    const starts = new Uint32Array(stretches + 1);
    const stretchOf = (row: number) => Math.floor((numbers[row * width] as number) / stretchMs);
    for (let row = 0; row < this.#count; row += 1) {
      const next = stretchOf(row) + 1;
      starts[next] = (starts[next] ?? 0) + 1;
    }
    for (let at = 1; at <= stretches; at += 1) starts[at] = (starts[at] ?? 0) + (starts[at - 1] ?? 0);
    const places = new Uint32Array(this.#count);
    const free = starts.slice();
    for (let row = 0; row < this.#count; row += 1) {
      const stretch = stretchOf(row);
      const place = free[stretch] as number;
      free[stretch] = place + 1;
      places[place] = row;
    }
    return Array.from({ length: stretches }, (_, at) => {
      const rows = places.subarray(starts[at], starts[at + 1]);
      return new SortedRows({ numbers, width, rows: this.#sorted(rows, at * stretchMs), sinceMs: at * stretchMs });
    });
  }

  #sorted(rows: Uint32Array, sinceMs: number): Uint32Array {
    // Start and place in one number: arrays of numbers are sorted without calling back.
    const keys = Float64Array.from(
      rows,
      (row, place) => ((this.#numbers[row * this.width] as number) - sinceMs) * rows.length + place,
    ).sort();
    return Uint32Array.from(keys, (key) => rows[key % rows.length] as number);
  }
}

interface Sorted {
  readonly numbers: Float64Array;
  readonly width: number;
  /** Rows of the table, in the order of their starts. */
  readonly rows: Uint32Array;
  readonly sinceMs: number;
}

/** Some rows of a table in the order of their starts. */
export class SortedRows {
  readonly #its: Sorted;

  constructor(its: Sorted) {
    this.#its = its;
  }

  get count(): number {
    return this.#its.rows.length;
  }

  /** Starts from the beginning of these rows. */
  starts(): Column {
    const { sinceMs } = this.#its;
    return this.column(0, (start) => start - sinceMs);
  }

  /** Numbers at one place of each row, or what is made of them. */
  column(place: number, make?: (value: number) => number): Column {
    const { numbers, rows, width } = this.#its;
    if (make === undefined)
      return packColumn(rows.length, (at) => numbers[(rows[at] as number) * width + place] as number);
    const made = Float64Array.from(rows, (row) => make(numbers[row * width + place] as number));
    return packColumn(rows.length, (at) => made[at] as number);
  }
}
