import { useEffect, useRef, useState } from 'react';

/** Copying by way of a hidden field, for pages that are not on https or localhost. */
function copyBySelection(text: string): void {
  const field = document.createElement('textarea');
  field.value = text;
  field.style.position = 'fixed';
  field.style.opacity = '0';
  document.body.append(field);
  field.select();
  document.execCommand('copy');
  field.remove();
}

/** Copies text to the clipboard; `hasCopied` is true for two seconds after. */
export function useClipboard(): { hasCopied: boolean; copy: (text: string) => void } {
  const [hasCopied, setHasCopied] = useState(false);
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  useEffect(() => () => clearTimeout(timer.current), []);
  const copy = (text: string) => {
    const done = () => {
      setHasCopied(true);
      clearTimeout(timer.current);
      timer.current = setTimeout(() => setHasCopied(false), 2_000);
    };
    if (navigator.clipboard === undefined) {
      copyBySelection(text);
      done();
      return;
    }
    navigator.clipboard.writeText(text).then(done, () => {
      copyBySelection(text);
      done();
    });
  };
  return { hasCopied, copy };
}
