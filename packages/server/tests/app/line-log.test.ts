import { expect, test } from 'vitest';
import type { LogFields } from '../../src/core/log.ts';
import { createLineLog } from '../../src/line-log.ts';

function linesOf(isForPerson: boolean, fields: object): string[] {
  const lines: string[] = [];
  const options = { level: 'info', nowMs: () => Date.UTC(2026, 0, 5, 9, 8, 7), isForPerson } as const;
  const log = createLineLog({ ...options, write: (line) => lines.push(line) });
  log.warn('careful', fields as LogFields);
  log.debug('too much detail');
  return lines;
}

test('writes one JSON object a line', () => {
  expect(linesOf(false, { path: '/a\n/b', status: 500 }).map((line) => JSON.parse(line))).toEqual([
    { time: '2026-01-05T09:08:07.000Z', level: 'warn', event: 'careful', path: '/a\n/b', status: 500 },
  ]);
});

test('writes plain words for a person, and never lets a value break out of its line', () => {
  expect(linesOf(true, { path: '/a\n\u001b[31m', status: 500 })).toEqual([
    '09:08:07 warn careful path="/a\\n\\u001b[31m" status=500\n',
  ]);
});

test.each([true, false])('drops fields that are not on the list (for a person: %s)', (isForPerson) => {
  expect(linesOf(isForPerson, { token: 'sesame', path: '/x' }).join('')).not.toContain('sesame');
});
