import { expect, test } from 'vitest';
import { formatBytes } from './format-bytes.ts';

test.each([
  [0, '0 B'],
  [999, '999 B'],
  [1_000, '1 KB'],
  [1_540_000, '1.5 MB'],
  [9_960_000, '10 MB'],
  [999_700_000, '1 GB'],
  [3.2e16, '32000 TB'],
  [null, '—'],
])('%s bytes are %s', (bytes, text) => {
  expect(formatBytes(bytes).replaceAll('\u00a0', ' ')).toBe(text);
});
