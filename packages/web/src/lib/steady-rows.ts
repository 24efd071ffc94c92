import { useRef, useState } from 'react';

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
  /** Do the rows still answer the question before? They must not be held as the answer to this one. */
  readonly isStale: boolean;
}

/**
 * Rows that refresh in place while the pointer is over them, how many new ones wait until it leaves, and what the
 * element around them has to listen to.
 */
export function useSteadyRows<Row>({ rows, keyOf, question, isStale }: Steady<Row>) {
  const [isHeld, setHeld] = useState(false);
  const steady = useHeldRows({ rows, keyOf, question: isStale ? 'before' : question, isHeld });
  const release = () => setHeld(false);
  return { ...steady, release, listeners: { onPointerEnter: () => setHeld(true), onPointerLeave: release } };
}

interface Held<Row> extends Omit<Steady<Row>, 'isStale'> {
  readonly isHeld: boolean;
}

function useHeldRows<Row>({ rows, keyOf, question, isHeld }: Held<Row>): { rows: readonly Row[]; waiting: number } {
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
