import { describe, expect, test } from 'vitest';
import { firstErrorLine, isErrorLine, plainLine, plainLog, readLineHash, searchLog, splitLog } from './log-lines.ts';

describe('splitting', () => {
  test('ends lines at line feeds, with or without carriage returns', () => {
    expect(splitLog('a\r\nb\nc\n').lines).toEqual(['a', 'b', 'c']);
    expect(splitLog('').lines).toEqual([]);
    expect(splitLog('\n\nx').lines).toEqual(['', '', 'x']);
  });
  test('keeps the last drawing of a progress bar', () => {
    expect(splitLog('10%\r50%\r100%\ndone').lines).toEqual(['100%', 'done']);
  });
  test('carries a colour over the end of a line', () => {
    const log = splitLog('\u001b[31mred\nstill\u001b[0m\nplain');
    expect(log.starts.get(1)).toEqual({ color: 'var(--ansi-1)' });
    expect(log.starts.has(2)).toBe(false);
    expect(plainLog(log)).toBe('red\nstill\nplain');
  });
  test('a concealed note that runs on stays concealed', () => {
    const log = splitLog('\u001b[8mha:AAA\nBBB\u001b[0mshown');
    expect(plainLine(log, 0)).toBe('');
    expect(plainLine(log, 1)).toBe('shown');
  });
});

describe('the first error', () => {
  test.each([
    '[ERROR] Failed to execute goal',
    'ERROR: script returned exit code 1',
    '12:01:44 ERROR Something broke',
    'src/main.c:12:3: error: expected ;',
    'src/a.ts(3,4): error TS2304: Cannot find name',
    'error[E0308]: mismatched types',
    'java.lang.NullPointerException: x is null',
    'Exception in thread "main" java.lang.Error',
    'Traceback (most recent call last):',
    'npm ERR! code ELIFECYCLE',
    '--- FAIL: TestTotal (0.00s)',
    'BUILD FAILED in 3s',
    'sh: gradle: command not found',
    'tar: write error: No space left on device',
    'fatal: could not read Username',
  ])('%s is one', (line) => {
    expect(isErrorLine(line)).toBe(true);
  });
  test.each([
    'Tests run: 12, Failures: 0, Errors: 0, Skipped: 0',
    '[INFO] 0 errors',
    'Compiling error-handler v1.2',
    '[WARNING] deprecated API used',
    'Copying ErrorPage.html',
    'errors: 0',
  ])('%s is none', (line) => {
    expect(isErrorLine(line)).toBe(false);
  });
  test('is found through colours', () => {
    expect(firstErrorLine(splitLog('ok\n\u001b[1;31m[ERROR]\u001b[0m broke\n[ERROR] again'))).toBe(1);
    expect(firstErrorLine(splitLog('ok\nfine'))).toBe(-1);
  });
});

describe('search', () => {
  const log = splitLog('one Two two\n\u001b[32mt\u001b[0mwo\nnone');
  test('ignores case and colours', () => {
    expect(searchLog(log, 'two')).toEqual([
      { line: 0, start: 4 },
      { line: 0, start: 8 },
      { line: 1, start: 0 },
    ]);
  });
  test('finds nothing for nothing, and stops at its limit', () => {
    expect(searchLog(log, '')).toEqual([]);
    expect(searchLog(log, 'o', 2)).toHaveLength(2);
  });
});

test.each([
  ['#L120', 120],
  ['L1', 1],
  ['#L0', undefined],
  ['#tests', undefined],
  ['', undefined],
])('the hash %s names line %s', (hash, line) => {
  expect(readLineHash(hash)).toBe(line);
});
