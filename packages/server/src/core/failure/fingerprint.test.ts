import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { loadFailureCorpus } from '../../../testkit/failure-corpus/load-failure-corpus.ts';
import { classifyFailure } from './classify-failure.ts';
import type { FailureFacts } from './failure-facts.ts';
import { fingerprintOf, stripLine } from './fingerprint.ts';

const hex = (min: number, max: number) =>
  fc
    .string({ unit: fc.constantFrom(...'0123456789abcdef'), minLength: min, maxLength: max })
    .map((text) => `1${text}a`);
const word = fc.string({ unit: fc.constantFrom(...'abcdefgh'), minLength: 1, maxLength: 8 });
const folders = fc.array(word, { minLength: 1, maxLength: 5 });
const uuid = fc.uuid();
const instant = fc.date({ min: new Date('2001-01-01'), max: new Date('2099-01-01'), noInvalidDate: true });

/** Lines with holes for what differs from run to run. */
const line = fc.record({
  at: instant,
  folders,
  commit: hex(7, 38),
  id: uuid,
  number: fc.nat(1_000_000),
  port: fc.integer({ min: 1, max: 65_535 }),
  seconds: fc.integer({ min: 0, max: 5_000 }),
  host: word,
});
type Holes = typeof line extends fc.Arbitrary<infer T> ? T : never;

const shapes: readonly ((holes: Holes) => string)[] = [
  ({ at, number }) => `${at.toISOString()} ERROR Order ${number} was not found`,
  ({ folders: path, number }) => `/${path.join('/')}/Order.java:[${number},${number + 7}] cannot find symbol`,
  ({ folders: path }) => `C:\\${path.join('\\')}\\gate.vcxproj : fatal error LNK1120`,
  ({ commit }) => `fatal: reference is not a tree: ${commit}`,
  ({ id }) => `pod ${id} was evicted`,
  ({ host, port }) => `Failed to connect to ${host}.acme.example:${port}`,
  ({ port, number }) => `connect ECONNREFUSED 10.${number % 255}.3.4:${port}`,
  ({ seconds }) => `gave up after ${seconds} ms`,
  ({ seconds }) => `gave up after ${seconds}.25 s`,
  ({ host, folders: path }) => `GET https://${host}.example/${path.join('/')} answered 503`,
  ({ number }) => `expected ${number} but was ${number + 1}`,
  ({ commit }) => `object org.acme.Order@${commit} is closed`,
];

describe('a stripped line', () => {
  it('is the same whatever time, path, host, id, number and duration stand in it', () => {
    fc.assert(
      fc.property(fc.nat(shapes.length - 1), line, line, (shape, a, b) => {
        const make = shapes[shape];
        if (make === undefined) throw new Error('no shape');
        expect(stripLine(make(a))).toBe(stripLine(make(b)));
      }),
      { numRuns: 1_000 },
    );
  });

  it('keeps what tells failures apart', () => {
    const stripped = shapes.map((make) =>
      make({
        at: new Date(0),
        folders: ['a'],
        commit: '1234567a',
        id: '0e0e0e0e-0000-4000-8000-000000000000',
        number: 1,
        port: 1,
        seconds: 1,
        host: 'h',
      }),
    );
    // "gave up after" stands in two units.
    expect(new Set(stripped.map(stripLine)).size).toBe(shapes.length - 1);
    expect(stripLine('/w/x/Order.java:[4,5] cannot find symbol')).not.toBe(
      stripLine('/w/x/Cart.java:[4,5] cannot find symbol'),
    );
    expect(stripLine('NullPointerException in com.acme.Order.total')).not.toBe(
      stripLine('NullPointerException in com.acme.Cart.total'),
    );
  });

  it('is stripped in time in proportion to its length', () => {
    for (const text of ['a/'.repeat(500), 'a.'.repeat(500), '1 m '.repeat(250), '-a1'.repeat(330), '0'.repeat(1_000)]) {
      expect(stripLine(text).length).toBeLessThanOrEqual(300);
    }
  });
});

describe('the fingerprint of a log', () => {
  const corpus = [...loadFailureCorpus('writing'), ...loadFailureCorpus('held-out')];
  const printOf = (log: string) =>
    classifyFailure({ result: 'FAILURE', stages: [], tests: null, failedTests: [], log }).fingerprint.join('\n');

  it('stays when the same thing fails with other numbers', () => {
    for (const { log, name } of corpus) {
      const later = log
        .replaceAll(/(?<![\w.@:[{-])\d{4,}(?![\w.}\]:-])/g, '77777')
        .replaceAll('/home/jenkins/workspace', '/srv/ci/agents/7');
      expect([name, printOf(later)]).toEqual([name, printOf(log)]);
    }
  });

  it('differs between different failures', () => {
    const prints = new Map<string, string[]>();
    for (const { log, name } of corpus) {
      const print = printOf(log);
      if (print === '') continue;
      prints.set(print, [...(prints.get(print) ?? []), name]);
    }
    const shared = [...prints.values()].filter((names) => names.length > 1);
    expect(shared.flat().length / corpus.length).toBeLessThan(0.06);
    expect(prints.size).toBeGreaterThan(corpus.length * 0.9);
  });
});

describe('failed tests with one error', () => {
  const facts = (error: string): FailureFacts => ({
    result: 'FAILURE',
    log: null,
    stages: [],
    tests: null,
    failedTests: ['a', 'b', 'c'].map((name) => ({ className: 'shop.OrderTest', name, error })),
  });
  const prints = (error: string) => fingerprintOf({ facts: facts(error), isTest: true, lines: [] });

  it('are one failure of what they stand on', () => {
    expect(prints('connect ECONNREFUSED 10.0.0.7:5432')).toEqual(['connect ECONNREFUSED <host>']);
  });

  it('have nothing in common when it only compares two values', () => {
    for (const error of [
      'expected: <40> but was: <41>',
      'AssertionError: expected 2 to be 3',
      'Should be 1',
      'assert 1 == 2',
    ]) {
      expect(prints(error)[0]).toBe('shop.OrderTest.a');
    }
  });
});
