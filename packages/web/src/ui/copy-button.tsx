import { ActionIcon } from '@mantine/core';
import { IconCheck, IconCopy } from '@tabler/icons-react';
import { useClipboard } from '../lib/use-clipboard.ts';

/** Copies a text; the icon says so for a moment. */
export function CopyButton({ text, label, size = 24 }: { text: string; label: string; size?: number }) {
  const { hasCopied, copy } = useClipboard();
  return (
    <ActionIcon size={size} aria-label={hasCopied ? 'Copied' : label} title={label} onClick={() => copy(text)}>
      {hasCopied ? <IconCheck size={14} /> : <IconCopy size={14} />}
    </ActionIcon>
  );
}
