import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createLogCleaner } from './clean-log.ts';

const note = '\u001b[8mha:////4PCwvFF7o6zI3ZH+dYGi=\u001b[0m';

function clean(pieces: readonly string[]): string {
  const cleaner = createLogCleaner();
  return pieces.map((piece) => cleaner.next(piece)).join('') + cleaner.end();
}

test('takes hidden notes and NUL characters out and leaves colours alone', () => {
  const text = `Started by ${note}admin\n\u001b[31mred\u001b[0m a\0b\n`;
  expect(clean([text])).toBe('Started by admin\n\u001b[31mred\u001b[0m ab\n');
});

test('however the text is cut, the result is the same', () => {
  const part = fc.constantFrom(
    note,
    'line\n',
    '\u001b[31m',
    '\u001b[0m',
    '\u001b[8m',
    '\u001b',
    '[8mha:',
    'ü€',
    '\0',
    '\r\n',
  );
  fc.assert(
    fc.property(fc.array(part, { maxLength: 20 }), fc.array(fc.nat(400), { maxLength: 30 }), (parts, cuts) => {
      const text = parts.join('');
      const borders = [...new Set([0, ...cuts.map((cut) => Math.min(cut, text.length)), text.length])].sort(
        (a, b) => a - b,
      );
      const pieces = borders.slice(1).map((border, index) => text.slice(borders[index], border));
      expect(clean(pieces)).toBe(clean([text]));
      expect(clean([...text])).toBe(clean([text]));
    }),
  );
});

test('text without notes passes unchanged, marks that only begin one included', () => {
  fc.assert(
    fc.property(fc.string(), (text) => {
      fc.pre(!text.includes('\u001b[8mha:') && !text.includes('\0'));
      expect(clean([text, '\u001b[8m'])).toBe(`${text}\u001b[8m`);
    }),
  );
});

test('an unfinished note swallows no more than its own line', () => {
  expect(clean(['a\u001b[8mha:AAAA', 'BBBB\nnext line\n'])).toBe('a\nnext line\n');
  expect(clean(['a\u001b[8mha:AAAA'])).toBe('a');
});

test('a tail that begins inside a note can be told so', () => {
  const cleaner = createLogCleaner({ beginsInNote: true });
  expect(cleaner.next('dYGi=\u001b[0madmin\n') + cleaner.end()).toBe('admin\n');
});
