import fc from 'fast-check';
import { expect, it } from 'vitest';
import { csvLine } from './csv.ts';

it('guards what a spreadsheet would run', () => {
  for (const evil of ['=1+1', '+1', '-2+3', '@SUM(A1)', '\t=1', '\r=1', ' =1', '＝1', '|calc', '%0a=1']) {
    expect(csvLine([evil])).toMatch(/^"?'/);
  }
  expect(csvLine(['=a,b', 'say "x"', 'two\nlines'])).toBe(`"'=a,b","say ""x""","two\nlines"\r\n`);
  expect(csvLine([-5, 'a-b', '1=1', null, undefined, true])).toBe('-5,a-b,1=1,,,true\r\n');
});

/** Reads one line of RFC 4180. */
function parse(line: string): string[] {
  const cells: string[] = [];
  let text = '';
  let isQuoted = false;
  for (let at = 0; at < line.length - 2; at += 1) {
    const char = line[at] as string;
    if (isQuoted && char === '"' && line[at + 1] === '"') {
      text += '"';
      at += 1;
    } else if (char === '"') isQuoted = !isQuoted;
    else if (char === ',' && !isQuoted) {
      cells.push(text);
      text = '';
    } else text += char;
  }
  return [...cells, text];
}

it('gives back every text as it was, but for the guard', () => {
  fc.assert(
    fc.property(fc.array(fc.string({ unit: 'grapheme' }), { minLength: 1 }), (values) => {
      const read = parse(csvLine(values));
      expect(read.map((text, at) => (text === `'${values[at]}` ? values[at] : text))).toEqual(values);
      for (const text of read) expect(text).not.toMatch(/^[=+\-@\t\r]/);
    }),
  );
});
