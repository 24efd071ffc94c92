import { expect, test } from 'vitest';
import { steadyRows } from './steady-rows.ts';

const row = (id: string, state = 'old') => ({ id, state });
const keyOf = ({ id }: { id: string }) => id;

test('rows keep their places and take on what is new about them; new rows wait', () => {
  const shown = [row('c'), row('b'), row('a')];
  const fresh = [row('e', 'new'), row('d', 'new'), row('c', 'new'), row('b', 'new')];
  expect(steadyRows(shown, fresh, keyOf)).toEqual({
    rows: [row('c', 'new'), row('b', 'new'), row('a')],
    waiting: 2,
  });
});

test('nothing new, nothing waits', () => {
  expect(steadyRows([row('a')], [row('a')], keyOf)).toEqual({ rows: [row('a')], waiting: 0 });
});
