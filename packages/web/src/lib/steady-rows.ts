import { useRef } from 'react';

/** Fresh rows in the order in which they are looked at: those shown stay in their places, new ones wait. */
export function steadyRows<Row>(
  shown: readonly Row[],
  fresh: readonly Row[],
  keyOf: (row: Row) => string,
): { rows: Row[]; waiting: number } {
  const byKey = new Map(fresh.map((row) => [keyOf(row), row]));
  const shownKeys = new Set(shown.map(keyOf));
  return {
    rows: shown.map((row) => byKey.get(keyOf(row)) ?? row),
    waiting: fresh.filter((row) => !shownKeys.has(keyOf(row))).length,
  };
}

interface Steady<Row> {
  readonly rows: readonly Row[];
  readonly keyOf: (row: Row) => string;
  /** The question; another one shows its answer at once. */
  readonly question: string;
  /** Is a person at the rows (pointer or focus), so that none may move? */
  readonly isHeld: boolean;
}

/** Rows that refresh in place while a person is at them, and how many new ones wait until the person leaves. */
export function useSteadyRows<Row>({ rows, keyOf, question, isHeld }: Steady<Row>): {
  rows: readonly Row[];
  waiting: number;
} {
  const held = useRef<{ question: string; rows: readonly Row[] } | undefined>(undefined);
  const isSame = held.current?.question === question && held.current.rows.length > 0;
  if (isHeld && isSame && held.current !== undefined) {
    const steady = steadyRows(held.current.rows, rows, keyOf);
    held.current = { question, rows: steady.rows };
    return steady;
  }
  held.current = { question, rows };
  return { rows, waiting: 0 };
}
