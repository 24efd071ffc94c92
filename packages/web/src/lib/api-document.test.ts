import { routes, toOpenApi } from '@buildbutler/contract';
import { expect, test } from 'vitest';
import { describeApi, typeWords } from './api-document.ts';

test('every route of the contract is described once, with its parameters', () => {
  const operations = [...describeApi(toOpenApi('1.2.3')).values()].flat();
  expect(operations.map(({ id }) => id).sort()).toEqual(Object.keys(routes).sort());
  const builds = operations.find(({ id }) => id === 'listBuilds');
  expect(builds?.parameters.find(({ name }) => name === 'per_page')).toMatchObject({
    place: 'query',
    type: 'integer, 1 to 100, 25 by default',
    isRequired: false,
  });
  expect(builds?.fields.map(({ name }) => name)).toEqual(
    expect.arrayContaining(['data', 'data[].jobName', 'meta.total']),
  );
  expect(builds?.access).toBe('Signed-in viewers and above; tokens with read:builds or admin');
  expect(operations.find(({ id }) => id === 'createConnection')?.body.map(({ name }) => name)).toContain('token');
});

test('types are told in words', () => {
  expect(typeWords({ enum: ['a', 'b'] })).toBe('"a" | "b"');
  expect(typeWords({ type: 'array', items: { type: 'string' } })).toBe('list of string');
  expect(typeWords({ anyOf: [{ type: 'number' }, { type: 'null' }] })).toBe('number | null');
  expect(typeWords(null)).toBe('any');
});

test('something else than such a document describes nothing', () => {
  for (const document of [null, 'text', [], { paths: { '/x': { get: null, parameters: [] } } }]) {
    expect([...describeApi(document)]).toEqual([]);
  }
});
