import { describe, expect, test } from 'vitest';
import {
  firstErrorLine,
  isErrorLine,
  longestLine,
  plainLine,
  plainLines,
  readLineHash,
  searchLines,
  splitLog,
  takeCutReason,
} from './log-lines.ts';

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
    expect(plainLines(log)).toEqual(['red', 'still', 'plain']);
  });
  test('a concealed note that runs on stays concealed', () => {
    const log = splitLog('\u001b[8mha:AAA\nBBB\u001b[0mshown');
    expect(plainLine(log, 0)).toBe('');
    expect(plainLine(log, 1)).toBe('shown');
  });
});

test('a line that was reset at its end leaves no colour behind, one that was coloured again does', () => {
  const log = splitLog('\u001b[31ma\u001b[0m\nb\n\u001b[31mc\u001b[m d\u001b[32m\ne\u001b[00mf\ng');
  expect([...log.starts]).toEqual([[3, { color: 'var(--ansi-2)' }]]);
});

test("the server's closing remark is not a line of the log", () => {
  expect(takeCutReason('a\nb\n\n[BuildButler: the log broke off here.]\n')).toEqual({
    text: 'a\nb\n',
    reason: 'the log broke off here.',
  });
  expect(takeCutReason('a\n[BuildButler: x]\nb\n').reason).toBeUndefined();
  expect(takeCutReason('').reason).toBeUndefined();
});

describe('the first error', () => {
  test.each([
    '[ERROR] Failed to execute goal',
    'ERROR: script returned exit code 1',
    '12:01:44 ERROR Something broke',
    '[2026-11-24T20:11:21.964Z] AssertionError: expected 49 to be 48',
    '2026-11-24 20:11:21,964 npm ERR! code ELIFECYCLE',
    '[ERROR] Tests run: 42, Failures: 1, Errors: 0, Skipped: 0 <<< FAILURE!',
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
    expect(firstErrorLine(splitLog(`fine\n${line}`))).toBe(1);
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
  const lines = plainLines(splitLog('one Two two\n\u001b[32mt\u001b[0mwo\nnone'));
  test('ignores case and colours', () => {
    expect(searchLines(lines, 'two')).toEqual([
      { line: 0, start: 4 },
      { line: 0, start: 8 },
      { line: 1, start: 0 },
    ]);
  });
  test('finds nothing for nothing, and stops at its limit', () => {
    expect(searchLines(lines, '')).toEqual([]);
    expect(searchLines(lines, 'o', 2)).toHaveLength(2);
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

test('the longest line counts what is seen', () => {
  const log = splitLog('abc\n\u001b[31mabcd\u001b[0m\n\tab\n');
  expect(longestLine(log, 100)).toBe(6);
  expect(longestLine(log, 5)).toBe(5);
  expect(longestLine(splitLog(''), 5)).toBe(0);
});
