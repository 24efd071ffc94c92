import { useState } from 'react';
import classes from './row-picker.module.css';

/** Which rows of a table are picked, kept while pages and filters change. */
export function useRowPicker<Row>(keyOf: (row: Row) => string) {
  const [picked, setPicked] = useState<ReadonlyMap<string, Row>>(new Map());
  const toggle = (row: Row) => {
    const next = new Map(picked);
    if (!next.delete(keyOf(row))) next.set(keyOf(row), row);
    setPicked(next);
  };
  const toggleAll = (rows: readonly Row[]) => {
    const areAll = rows.every((row) => picked.has(keyOf(row)));
    const next = new Map(picked);
    for (const row of rows) {
      if (areAll) next.delete(keyOf(row));
      else next.set(keyOf(row), row);
    }
    setPicked(next);
  };
  return {
    rows: [...picked.values()],
    has: (row: Row) => picked.has(keyOf(row)),
    toggle,
    toggleAll,
    clear: () => setPicked(new Map()),
  };
}

interface PickBoxProps {
  readonly label: string;
  readonly isPicked: boolean;
  /** Are some of what it stands for picked, and some not? */
  readonly isPart?: boolean;
  readonly onToggle: () => void;
}

/** A box that picks a row, or all rows of a page. */
export function PickBox({ label, isPicked, isPart = false, onToggle }: PickBoxProps) {
  return (
    <label className={classes.root}>
      <input
        type="checkbox"
        className={classes.box}
        aria-label={label}
        checked={isPicked}
        ref={(box) => {
          if (box !== null) box.indeterminate = isPart && !isPicked;
        }}
        onChange={onToggle}
      />
    </label>
  );
}
