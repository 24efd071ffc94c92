import { describe, expect, test } from 'vitest';
import {
  countFilters,
  parseSearch,
  readFilters,
  readTablePlace,
  safeReturnPath,
  stringifySearch,
} from './url-state.ts';

describe('the query of an address', () => {
  test('round-trips repeated names, unicode and signs', () => {
    const search = { instance: ['A & B', 'Прод'], q: 'a+b = 100%', folder: '/org/repo' };
    const text = stringifySearch(search);
    expect(text).toContain('folder=/org/repo');
    expect(parseSearch(text)).toEqual(search);
  });
  test('leaves out what is empty', () => {
    expect(stringifySearch({ q: undefined, branch: '', result: [] })).toBe('');
  });
  test('keeps digits text, so a token of digits survives', () => {
    expect(parseSearch('?token=0012e5')).toEqual({ token: '0012e5' });
  });
});

describe('filters', () => {
  test('are read from single and repeated names', () => {
    expect(readFilters(parseSearch('?instance=Prod&result=FAILURE&result=UNSTABLE&range=7d'))).toEqual({
      instance: ['Prod'],
      result: ['FAILURE', 'UNSTABLE'],
      range: '7d',
    });
  });
  test('drop what is not understood and what is the default', () => {
    expect(readFilters({ result: 'PURPLE', range: 'sometime', q: '', branch: 7 })).toEqual({});
    expect(readFilters({ range: '30d' })).toEqual({});
  });
  test('hold each source once', () => {
    expect(readFilters({ instance: ['A', 'A', 'B'] }).instance).toEqual(['A', 'B']);
  });
  test('are counted without the range', () => {
    expect(countFilters({ range: '7d' })).toBe(0);
    expect(countFilters({ instance: ['A', 'B'], q: 'x', range: '7d' })).toBe(2);
  });
});

describe('the place in a table', () => {
  const sorts = ['started', 'duration'] as const;
  test('is read', () => {
    expect(readTablePlace({ page: '3', per_page: '50', sort: 'duration', order: 'asc' }, sorts)).toEqual({
      page: 3,
      per_page: 50,
      sort: 'duration',
      order: 'asc',
    });
  });
  test('is the default when it cannot be read', () => {
    expect(readTablePlace({ page: '-1', per_page: '7', sort: 'colour', order: 'asc' }, sorts)).toEqual({});
    expect(readTablePlace({ page: '1e3', per_page: '25' }, sorts)).toEqual({});
  });
});

test.each([
  ['/builds?page=2', '/builds?page=2'],
  ['//evil.example', '/'],
  ['/\\evil.example', '/'],
  ['https://evil.example', '/'],
  ['/login?next=/x', '/'],
  [undefined, '/'],
])('returning to %s goes to %s', (value, path) => {
  expect(safeReturnPath(value)).toBe(path);
});
