import { describe, expect, test } from 'vitest';
import { formatChange, formatCount, formatCountOf, formatPoints, formatRate } from './format-number.ts';

const plain = (text: string | null) => text?.replace(/[\u202f\u00a0]/g, ' ');

describe('counts', () => {
  test('get thin separators', () => {
    expect(formatCount(84112)).toBe('84\u202f112');
    expect(formatCount(1_234_567)).toBe('1\u202f234\u202f567');
    expect(formatCount(999)).toBe('999');
    expect(formatCount(-1200)).toBe('−1\u202f200');
  });
  test('an unknown one is a dash, never zero', () => {
    expect(formatCount(null)).toBe('—');
    expect(formatCount(undefined)).toBe('—');
    expect(formatCount(Number.NaN)).toBe('—');
    expect(formatCount(0)).toBe('0');
  });
  test('agree with their noun', () => {
    expect(plain(formatCountOf(1, 'build'))).toBe('1 build');
    expect(plain(formatCountOf(0, 'build'))).toBe('0 builds');
    expect(plain(formatCountOf(2, 'match', 'matches'))).toBe('2 matches');
  });
});

describe('rates', () => {
  test('have one decimal', () => {
    expect(plain(formatRate(0.9421))).toBe('94.2 %');
    expect(plain(formatRate(0.5))).toBe('50.0 %');
  });
  test('only all is 100 % and only none is 0 %', () => {
    expect(plain(formatRate(1))).toBe('100 %');
    expect(plain(formatRate(0))).toBe('0 %');
    expect(plain(formatRate(0.9998))).toBe('99.98 %');
    expect(plain(formatRate(0.999999))).toBe('99.99 %');
    expect(plain(formatRate(0.0001))).toBe('< 0.1 %');
  });
  test('an unknown one is a dash', () => {
    expect(formatRate(null)).toBe('—');
    expect(formatRate(Number.NaN)).toBe('—');
  });
});

describe('differences', () => {
  test('of rates are points', () => {
    expect(plain(formatPoints(0.012))).toBe('+1.2 pts');
    expect(plain(formatPoints(-0.0041))).toBe('−0.4 pts');
    expect(plain(formatPoints(0.0001))).toBe('±0 pts');
  });
  test('of values are percent of the value before', () => {
    expect(plain(formatChange(112, 100))).toBe('+12 %');
    expect(plain(formatChange(96.6, 100))).toBe('−3.4 %');
    expect(plain(formatChange(100, 100))).toBe('±0 %');
    expect(plain(formatChange(1500, 100))).toBe('×15');
  });
  test('from nothing are not shown', () => {
    expect(formatChange(5, 0)).toBeNull();
    expect(formatChange(null, 4)).toBeNull();
    expect(formatChange(4, null)).toBeNull();
  });
});
