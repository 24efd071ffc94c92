import { type RefObject, useEffect, useRef } from 'react';

interface TableKeys {
  readonly body: RefObject<HTMLElement | null>;
  readonly rowCount: number;
  /** Brings a row of a long table into sight, so that it is drawn. */
  readonly scrollTo: ((index: number) => void) | undefined;
  readonly onPage: ((step: 1 | -1) => void) | undefined;
}

/** What a key does in a table; undefined for keys that mean nothing here. Arrows move only from a row, they scroll the page otherwise. */
export function tableMove(key: string, isOnRow: boolean): 'down' | 'up' | 'next' | 'previous' | undefined {
  if (key === 'j' || (key === 'ArrowDown' && isOnRow)) return 'down';
  if (key === 'k' || (key === 'ArrowUp' && isOnRow)) return 'up';
  if (key === 'n') return 'next';
  if (key === 'p') return 'previous';
  return undefined;
}

const isElsewhere = (target: EventTarget | null) =>
  target instanceof HTMLElement &&
  (target.isContentEditable ||
    target.matches('input, textarea, select, [role=dialog] *, [role=listbox], [role=listbox] *'));

const goPatienceMs = 1_200;

/** Walks a table by j, k and arrows (Enter follows the link that has the focus), and pages it by n and p. */
export function useTableKeys(options: TableKeys): void {
  const current = useRef(options);
  useEffect(() => {
    current.current = options;
  });
  useEffect(() => {
    // `g` begins a jump to a page: the letter after it is not ours.
    let wentAtMs = Number.NEGATIVE_INFINITY;
    const onKey = (event: KeyboardEvent) => {
      if (event.metaKey || event.ctrlKey || event.altKey || isElsewhere(event.target)) return;
      const isAfterGo = event.timeStamp - wentAtMs < goPatienceMs;
      wentAtMs = event.key === 'g' ? event.timeStamp : Number.NEGATIVE_INFINITY;
      const { body, rowCount, scrollTo, onPage } = current.current;
      const focused = document.activeElement?.closest<HTMLElement>('[data-row]');
      const row = focused !== null && focused !== undefined && body.current?.contains(focused) ? focused : undefined;
      const move = tableMove(event.key, row !== undefined);
      if (move === undefined || isAfterGo) return;
      if (move === 'next' || move === 'previous') {
        onPage?.(move === 'next' ? 1 : -1);
        return;
      }
      event.preventDefault();
      const at = row === undefined ? -1 : Number(row.dataset.row);
      const next = Math.min(rowCount - 1, Math.max(0, at + (move === 'down' ? 1 : -1)));
      scrollTo?.(next);
      requestAnimationFrame(() => focusRow(body.current, next));
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, []);
}

function focusRow(body: HTMLElement | null, index: number): void {
  const link = body?.querySelector<HTMLElement>(`[data-row="${index}"] [data-row-link]`);
  link?.focus({ preventScroll: true });
  link?.closest('[data-row]')?.scrollIntoView({ block: 'nearest' });
}
