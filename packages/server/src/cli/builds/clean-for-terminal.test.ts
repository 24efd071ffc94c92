import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createTerminalCleaner } from './clean-for-terminal.ts';

function clean(text: string, keepsColors = false): string {
  const cleaner = createTerminalCleaner(keepsColors);
  return cleaner.push(text) + cleaner.end();
}

test.each([
  ['colours', 'a\u001b[1;31mred\u001b[0m b', 'ared b'],
  ['cursor movements', 'one\u001b[2K\u001b[1Atwo', 'onetwo'],
  ['a window title', '\u001b]0;pwned\u0007text', 'text'],
  ['a write to the clipboard, ended by ST', '\u001b]52;c;cm0gLXJm\u001b\\text', 'text'],
  ['a title without an end', '\u001b]0;swallow\nnext line', '\nnext line'],
  ['eight-bit controls', 'a\u009b31mb\u0090c', 'a31mbc'],
  ['a reset of the terminal', 'a\u001bcb', 'ab'],
  ['backspaces and bells', 'a\b\u0007b', 'ab'],
  ['text that is turned round', 'a\u202egpj.exe', 'agpj.exe'],
  ['Windows line ends', 'a\r\nb\r\r\nc', 'a\nb\nc'],
  ['progress that paints over itself', '10 %\r20 %\rdone\r', '10 %\n20 %\ndone\n'],
  ['tabs and other scripts', 'a\tb\nünï 漢字 🚀', 'a\tb\nünï 漢字 🚀'],
])('takes care of %s', (_, log, expected) => {
  expect(clean(log)).toBe(expected);
});

test('keeps colours where they are wanted, and ends them', () => {
  expect(clean('\u001b[31mred\u001b[2J', true)).toBe('\u001b[31mred\u001b[0m');
});

const piece = fc.constantFrom(
  '\u001b',
  '[',
  ']',
  '0',
  ';',
  'm',
  '\u0007',
  '\\',
  '\r',
  '\n',
  '\t',
  'x',
  '\u009b',
  '\u202e',
  '#',
);

test('gives the same however the log is cut, and lets nothing through that a terminal acts on', () => {
  fc.assert(
    fc.property(fc.array(piece), fc.nat(), fc.boolean(), (pieces, cut, keepsColors) => {
      const log = pieces.join('');
      const at = cut % (log.length + 1);
      const cleaner = createTerminalCleaner(keepsColors);
      const inTwo = cleaner.push(log.slice(0, at)) + cleaner.push(log.slice(at)) + cleaner.end();
      expect(inTwo).toBe(clean(log, keepsColors));
      expect(inTwo.replace(/\u001b\[[\d;:]*m/g, keepsColors ? '' : '$&')).not.toMatch(/[^\P{Cc}\n\t]|\u202e/u);
    }),
  );
});
