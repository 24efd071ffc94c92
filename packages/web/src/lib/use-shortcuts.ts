import { useEffect, useRef } from 'react';
import { matchShortcut, type ShortcutAction } from './key-sequence.ts';

function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  return target.isContentEditable || target.matches('input:not([type=checkbox]), textarea, select, [role=dialog] *');
}

/** Listens for the application's shortcuts; silent while a person types. ⌘K and Ctrl+K always search. */
export function useShortcuts(onAction: (action: ShortcutAction) => void): void {
  const handler = useRef(onAction);
  useEffect(() => {
    handler.current = onAction;
  });
  useEffect(() => {
    let before: { key: string; atMs: number } | undefined;
    const onKey = (event: KeyboardEvent) => {
      if ((event.metaKey || event.ctrlKey) && !event.altKey && event.key.toLowerCase() === 'k') {
        event.preventDefault();
        handler.current('search');
        return;
      }
      if (event.metaKey || event.ctrlKey || event.altKey || isTyping(event.target)) return;
      const now = { key: event.key, atMs: event.timeStamp };
      const action = matchShortcut(before, now);
      before = action === undefined ? now : undefined;
      if (action === undefined) return;
      event.preventDefault();
      handler.current(action);
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, []);
}
