import { expect, test } from 'vitest';
import { readWidths } from './column-widths.ts';
import { nextSort } from './table-column.ts';

test('only sound widths are read back', () => {
  expect(readWidths('{"branch":140,"job":12,"agent":"wide","x":99999,"y":null}')).toEqual({ branch: 140 });
  for (const text of [null, '', 'nonsense', '[]', '7', 'null']) expect(readWidths(text)).toEqual({});
});

test('a click on a header sorts by it, a second one turns the order round', () => {
  const p95 = { sort: 'p95', firstOrder: 'desc' } as const;
  expect(nextSort(p95, { sort: 'name', order: 'asc' })).toEqual({ sort: 'p95', order: 'desc' });
  expect(nextSort(p95, { sort: 'p95', order: 'desc' })).toEqual({ sort: 'p95', order: 'asc' });
  expect(nextSort({ sort: 'name' }, { sort: 'p95', order: 'desc' })).toEqual({ sort: 'name', order: 'asc' });
  expect(nextSort({}, { sort: 'name', order: 'asc' })).toBeUndefined();
});
