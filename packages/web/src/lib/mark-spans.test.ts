import fc from 'fast-check';
import { expect, test } from 'vitest';
import { cutSpans, markSpans } from './mark-spans.ts';

const red = { color: 'red' };
const spans = [
  { text: 'Tests ', style: {} },
  { text: 'fai', style: red },
  { text: 'led: 3', style: {} },
];

test('a match that runs over colours is cut at them', () => {
  expect(markSpans(spans, [{ start: 6, end: 12, isCurrent: true }])).toEqual([
    { at: 0, text: 'Tests ', style: {} },
    { at: 6, text: 'fai', style: red, mark: 'current' },
    { at: 9, text: 'led', style: {}, mark: 'current' },
    { at: 12, text: ': 3', style: {} },
  ]);
});

test('several matches in one piece', () => {
  const marks = [
    { start: 0, end: 1, isCurrent: false },
    { start: 3, end: 4, isCurrent: true },
  ];
  expect(markSpans([{ text: 'Tests', style: {} }], marks).map(({ text, mark }) => [text, mark])).toEqual([
    ['T', 'match'],
    ['es', undefined],
    ['t', 'current'],
    ['s', undefined],
  ]);
});

test('no character is lost or invented', () => {
  const texts = fc.array(fc.string({ minLength: 1, maxLength: 6 }), { maxLength: 8 });
  const places = fc.array(fc.nat(40), { maxLength: 6 });
  fc.assert(
    fc.property(texts, places, fc.nat(30), (pieces, at, most) => {
      const made = pieces.map((text) => ({ text, style: {} }));
      const sorted = [...new Set(at)].sort((a, b) => a - b);
      const marks = sorted.map((start, index) => ({
        start,
        end: Math.min(start + 3, sorted[index + 1] ?? start + 3),
        isCurrent: false,
      }));
      const whole = pieces.join('');
      expect(
        markSpans(made, marks)
          .map(({ text }) => text)
          .join(''),
      ).toBe(whole);
      const cut = cutSpans(made, most);
      expect(cut.spans.map(({ text }) => text).join('')).toBe(whole.slice(0, most));
      expect(cut.leftOut).toBe(Math.max(0, whole.length - most));
    }),
  );
});
