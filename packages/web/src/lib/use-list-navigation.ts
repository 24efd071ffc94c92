import { type KeyboardEvent, useId, useState } from 'react';

interface ListNavigation {
  /** Index of the option the keyboard is on; −1 when the list is empty. */
  readonly active: number;
  readonly setActive: (index: number) => void;
  readonly listId: string;
  readonly optionId: (index: number) => string;
  /** Moves by arrows, Home and End; Enter chooses. Other keys are left alone. */
  readonly onKeyDown: (event: KeyboardEvent) => void;
}

/** Where the keyboard would move in a list of `count` options; undefined for keys that do not move. */
export function moveInList(key: string, active: number, count: number): number | undefined {
  if (count === 0) return undefined;
  if (key === 'ArrowDown') return (active + 1) % count;
  if (key === 'ArrowUp') return (active <= 0 ? count : active) - 1;
  if (key === 'Home') return 0;
  if (key === 'End') return count - 1;
  return undefined;
}

/** Arrow keys over a list of options while the focus stays in one element (`aria-activedescendant`). */
export function useListNavigation(count: number, onChoose: (index: number) => void, start = 0): ListNavigation {
  const listId = useId();
  const [wanted, setWanted] = useState(start);
  const active = Math.min(wanted, count - 1);
  const optionId = (index: number) => `${listId}-${index}`;
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return;
    const isText = event.target instanceof HTMLInputElement;
    if (isText && (event.key === 'Home' || event.key === 'End')) return;
    const next = moveInList(event.key, active, count);
    if (next !== undefined) {
      event.preventDefault();
      setWanted(next);
      document.getElementById(optionId(next))?.scrollIntoView({ block: 'nearest' });
    } else if (event.key === 'Enter' && active >= 0) {
      event.preventDefault();
      onChoose(active);
    }
  };
  return { active, setActive: setWanted, listId, optionId, onKeyDown };
}
