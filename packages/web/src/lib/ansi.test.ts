import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseAnsi, stripAnsi } from './ansi.ts';

const esc = '\u001b';

describe('colours', () => {
  test('standard, bright and default', () => {
    const { spans } = parseAnsi(`a${esc}[31mb${esc}[92mc${esc}[39md`);
    expect(spans).toEqual([
      { text: 'a', style: {} },
      { text: 'b', style: { color: 'var(--ansi-1)' } },
      { text: 'c', style: { color: 'var(--ansi-10)' } },
      { text: 'd', style: {} },
    ]);
  });
  test('256 and true colours', () => {
    const { spans } = parseAnsi(`${esc}[38;5;196ma${esc}[48;2;1;2;3mb${esc}[38;5;244mc${esc}[38;5;3md`);
    expect(spans.map((span) => [span.style.color, span.style.background])).toEqual([
      ['rgb(255 0 0)', undefined],
      ['rgb(255 0 0)', 'rgb(1 2 3)'],
      ['rgb(128 128 128)', 'rgb(1 2 3)'],
      ['var(--ansi-3)', 'rgb(1 2 3)'],
    ]);
  });
  test('impossible colours are ignored, the codes after them are not read as others', () => {
    expect(parseAnsi(`${esc}[38;5;999;1mx`).spans[0]?.style).toEqual({ isBold: true });
    expect(parseAnsi(`${esc}[38;2;300;0;0mx`).spans[0]?.style).toEqual({});
  });
});

test('styles combine and end one by one', () => {
  const { spans, end } = parseAnsi(`${esc}[1;4;33mx${esc}[22my${esc}[0mz`);
  expect(spans[0]?.style).toEqual({ isBold: true, isUnderlined: true, color: 'var(--ansi-3)' });
  expect(spans[1]?.style).toEqual({ isBold: false, isDim: false, isUnderlined: true, color: 'var(--ansi-3)' });
  expect(spans[2]?.style).toEqual({});
  expect(end).toEqual({});
});

test('a style runs on into the next line', () => {
  const first = parseAnsi(`${esc}[31mred`);
  expect(parseAnsi('still red', first.end).spans[0]?.style.color).toBe('var(--ansi-1)');
});

test('what is not colour is dropped', () => {
  expect(stripAnsi(`${esc}[2K${esc}[1Gdone${esc}[?25h`)).toBe('done');
  expect(stripAnsi(`${esc}]8;;https://evil.example${esc}\\link${esc}]8;;${esc}\\`)).toBe('link');
  expect(stripAnsi(`${esc}]0;title\u0007text`)).toBe('text');
  expect(stripAnsi(`${esc}[8mha:AAAA////${esc}[0mStarted by user`)).toBe('Started by user');
  expect(stripAnsi(`a\u0000b\u0007c\u007fd`)).toBe('abcd');
  expect(stripAnsi(`cut off ${esc}[31`)).not.toContain(esc);
});

test('no text is invented and no control character survives', () => {
  const piece = fc.oneof(
    fc.string({ maxLength: 5 }),
    fc.constantFrom(`${esc}[`, `${esc}]8;;`, 'm', ';', '38;5;', '\u0007', `${esc}\\`, esc, '1', '\t'),
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 20 }), (pieces) => {
      const line = pieces.join('');
      const text = stripAnsi(line);
      expect(/[\u0000-\u0008\u000b-\u001f\u007f]/.test(text)).toBe(false);
      let at = 0;
      for (const character of text) {
        at = line.indexOf(character, at) + 1;
        expect(at).toBeGreaterThan(0);
      }
    }),
  );
});
