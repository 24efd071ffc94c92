import { describe, expect, it } from 'vitest';
import { compilePattern } from './compile-own-rule.ts';

const evil = [
  '(a+)+$',
  '(a|aa)+$',
  '(a|a)*b',
  '(.*a){20}',
  '(.*a){60}',
  '([a-zA-Z]+)*$',
  '(a*)*b',
  '^(([a-z])+.)+[A-Z]([a-z])+$',
  '(x+x+)+y',
  '.*.*.*.*.*.*=.*',
  '(?:a?){30}a{30}',
  '(?:a?){300}a{300}',
  '(\\w+\\s?)*$',
  '.{0,500}.{0,400}z',
  '(a{30}){30}',
  '((a{0,20}){0,20})*b',
  '(a|b)*a(a|b){12}$',
  '(?:a|b)*c(?:a|b){200}',
  '(\\d+)*\\D$',
  '^(a?){50}$',
  '(.+)+\\1',
  '(?=a+)b',
  '(a+){10}{10}',
  '(((((((((a*)*)*)*)*)*)*)*)*)*$',
  `${'('.repeat(240)}a${')*'.repeat(120)}${')'.repeat(120)}`,
  '(\\p{L}+\\p{L}+)+[^\\p{L}]$',
  '(a|ab|abc|abcd)+(e|f)$',
];

describe('patterns of people', () => {
  it('that stall other engines are searched to the end of a whole log, or refused with a sentence', () => {
    expect(evil.length).toBeGreaterThanOrEqual(25);
    const lines = ['a'.repeat(1_000), 'ab'.repeat(500), `${'x'.repeat(999)}!`, `${'é'.repeat(500)}${'a'.repeat(500)}`];
    const log = Array.from({ length: 256 }, (_, at) => lines[at % lines.length] ?? '');
    for (const pattern of evil) {
      const compiled = compilePattern(pattern, false);
      if (compiled.ok) for (const line of log) expect(typeof compiled.matches(line)).toBe('boolean');
      else expect(compiled.message).toMatch(/^The pattern /);
    }
  }, 60_000);

  it('find what they say', () => {
    const compiled = compilePattern('quota .* (exceeded|used up)', true);
    if (!compiled.ok) throw new Error(compiled.message);
    expect(compiled.matches('Error: Quota for cpu EXCEEDED')).toBe(true);
    expect(compiled.matches('quota for cpu kept')).toBe(false);
  });

  it('that find everything, or are none, are refused', () => {
    for (const pattern of ['', 'a*', '(?=x)', '(', '[', 'a{2000}', '(x)\\1']) {
      expect([pattern, compilePattern(pattern, false).ok]).toEqual([pattern, false]);
    }
  });
});
