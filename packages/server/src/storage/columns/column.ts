/** Whole numbers from 0, one a row, in as few bytes as they need. */
export type Column = Uint8Array | Uint16Array | Uint32Array | Float64Array;

/** Packs `count` whole numbers from 0. */
export function packColumn(count: number, valueAt: (row: number) => number): Column {
  let most = 0;
  for (let row = 0; row < count; row += 1) most = Math.max(most, valueAt(row));
  const column =
    most < 2 ** 8
      ? new Uint8Array(count)
      : most < 2 ** 16
        ? new Uint16Array(count)
        : most < 2 ** 32
          ? new Uint32Array(count)
          : new Float64Array(count);
  for (let row = 0; row < count; row += 1) column[row] = valueAt(row);
  return column;
}

/** The first of `from` … `to` − 1 whose value is at least `least`, where values ascend; `to` when none is. */
export function firstAtLeast(column: Column, [from, to]: readonly [number, number], least: number): number {
  let low = from;
  let high = to;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((column[middle] ?? 0) < least) low = middle + 1;
    else high = middle;
  }
  return low;
}
