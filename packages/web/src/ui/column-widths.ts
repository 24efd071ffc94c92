import { useState } from 'react';

type Widths = Readonly<Record<string, number>>;

export const narrowestPx = 48;
const widestPx = 900;
const storageKey = (table: string) => `buildbutler-columns-${table}`;

/** Widths as they were stored; whatever else stands there is ignored. */
export function readWidths(text: string | null): Widths {
  try {
    const value: unknown = JSON.parse(text ?? '{}');
    if (typeof value !== 'object' || value === null) return {};
    return Object.fromEntries(
      Object.entries(value).filter(
        ([, width]) => typeof width === 'number' && width >= narrowestPx && width <= widestPx,
      ),
    );
  } catch {
    return {};
  }
}

function load(table: string): Widths {
  try {
    return readWidths(localStorage.getItem(storageKey(table)));
  } catch {
    return {};
  }
}

function save(table: string, widths: Widths): void {
  try {
    localStorage.setItem(storageKey(table), JSON.stringify(widths));
  } catch {
    // Storage can be switched off or full; the widths then last as long as the page.
  }
}

/** The widths that a person gave to columns of a table, kept in this browser. `null` gives a column its own width back. */
export function useColumnWidths(table: string): {
  widths: Widths;
  resize: (column: string, px: number | null) => void;
} {
  const [widths, setWidths] = useState(() => load(table));
  const resize = (column: string, px: number | null) => {
    const { [column]: _before, ...others } = widths;
    const next =
      px === null ? others : { ...others, [column]: Math.round(Math.min(widestPx, Math.max(narrowestPx, px))) };
    setWidths(next);
    save(table, next);
  };
  return { widths, resize };
}
