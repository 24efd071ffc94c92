import { useState } from 'react';

const storageKey = 'buildbutler-log-wrap';

function isWrappingAtFirst(): boolean {
  try {
    const stored = localStorage.getItem(storageKey);
    if (stored !== null) return stored === 'true';
  } catch {
    // Storage can be switched off.
  }
  return matchMedia('(max-width: 860px)').matches;
}

/** Are long lines wrapped? As it was left in this browser; at first only where the screen is narrow. */
export function useWrap(): { isWrapping: boolean; toggleWrap: () => void } {
  const [isWrapping, setWrapping] = useState(isWrappingAtFirst);
  const toggleWrap = () => {
    setWrapping(!isWrapping);
    try {
      localStorage.setItem(storageKey, String(!isWrapping));
    } catch {
      // It then lasts as long as the page.
    }
  };
  return { isWrapping, toggleWrap };
}
