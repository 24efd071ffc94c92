import { expect, test } from 'vitest';
import { csvRow } from './csv-row.ts';

test('no cell is taken for a formula, and what divides cells is quoted', () => {
  const cells = ['=1+1', '+1', '-1', '@x', '\tx', 'a,b', 'say "x"', 'two\nlines', '=a,b', 'plain', '', null, -1];
  expect(csvRow(cells)).toBe(`'=1+1,'+1,'-1,'@x,'\tx,"a,b","say ""x""","two\nlines","'=a,b",plain,,,-1\r\n`);
});
