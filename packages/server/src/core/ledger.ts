/** Ascending, disjoint, non-adjacent inclusive ranges of build numbers: `[[1, 40], [42, 42]]`. */
export type NumberRanges = readonly (readonly [from: number, to: number])[];

/** The record of which build numbers of a job are collected, open (running or not yet visible) or lost. The three never overlap. */
export interface Ledger {
  readonly collected: NumberRanges;
  readonly open: NumberRanges;
  readonly lost: NumberRanges;
}

export const emptyLedger: Ledger = { collected: [], open: [], lost: [] };
