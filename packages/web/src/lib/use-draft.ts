import { useDebouncedCallback } from '@mantine/hooks';
import { useEffect, useRef, useState } from 'react';

const pauseMs = 250;

/**
 * A text field over a value that lives elsewhere (the address): what is typed shows at once and is applied after a
 * short pause; a change from elsewhere (back button, "clear") replaces what was typed.
 */
export function useDraft(value: string, apply: (text: string) => void): { text: string; type: (text: string) => void } {
  const [draft, setDraft] = useState<string | undefined>(undefined);
  const applied = useRef(value);
  const applyLater = useDebouncedCallback((text: string) => {
    if (text.trim() === applied.current) return;
    applied.current = text.trim();
    apply(text.trim());
  }, pauseMs);
  useEffect(() => {
    // The value that comes back is our own: the person may be a few letters further by now.
    if (value === applied.current) return;
    applied.current = value;
    applyLater.cancel();
    setDraft(undefined);
  }, [value, applyLater]);
  const type = (text: string) => {
    setDraft(text);
    applyLater(text);
  };
  return { text: draft ?? value, type };
}
