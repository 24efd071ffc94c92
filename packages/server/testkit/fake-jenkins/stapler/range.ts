/** Thrown where Stapler throws: the answer is the 500 page. */
export class StaplerError extends Error {}

/** `{from,to}` of a tree expression: from inclusive, to exclusive. */
export interface Range {
  readonly from: number;
  readonly to: number;
}

/** Cuts a real list as Java's `subList` does: a start beyond its size is an error, an end beyond it is not. */
export function cutList<T>(list: readonly T[], range: Range | null): readonly T[] {
  if (range === null) return list;
  if (range.from > list.length) throw new StaplerError(`fromIndex(${range.from}) > toIndex(${list.length})`);
  return list.slice(range.from, range.to);
}
