import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseJson } from './parse-json.ts';

test('parses whatever JSON there is', async () => {
  await fc.assert(
    fc.asyncProperty(fc.json({ maxDepth: 20 }), async (text) => {
      expect(await parseJson(text)).toEqual(JSON.parse(text));
    }),
  );
});

test('brackets and commas inside of texts do not count', async () => {
  const text = JSON.stringify({ a: '[{'.repeat(500), b: '\\"[', c: ','.repeat(2_000_000), d: '\\', e: '\\\\"{' });
  expect(await parseJson(text)).toEqual(JSON.parse(text));
});

test.each([
  ['depth', '['.repeat(101) + ']'.repeat(101)],
  ['empty objects', `[${'{},'.repeat(700_000)}0]`],
  ['numbers', `[${'0,'.repeat(1_300_000)}0]`],
  ['no JSON', '<html>'],
  ['half of it', '{"a":[1,2'],
  ['nothing', ''],
])('refuses %s', async (_name, text) => {
  expect(await parseJson(text)).toBeUndefined();
});
