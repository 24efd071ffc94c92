import { describe, expect, it } from 'vitest';
import { loadFailureCorpus } from '../../../testkit/failure-corpus/load-failure-corpus.ts';
import { classifyFailure } from './classify-failure.ts';
import { compileOwnRule } from './compile-own-rule.ts';
import type { FailureFacts } from './failure-facts.ts';

const facts = (some: Partial<FailureFacts>): FailureFacts => ({
  result: 'FAILURE',
  stages: [],
  tests: null,
  failedTests: [],
  log: null,
  ...some,
});

describe('the category of a red build', () => {
  it.each(['writing', 'held-out'] as const)('is right for nine of ten logs of the part %s', (part) => {
    const corpus = loadFailureCorpus(part);
    const right = corpus.filter(({ category, log, result, stage, tests }) => {
      const stages = stage === null ? [] : [{ name: stage, error: null }];
      const counts = tests === null ? null : { ...tests, skipped: 0 };
      return classifyFailure(facts({ log, result, stages, tests: counts })).category === category;
    });
    expect(corpus.length).toBeGreaterThan(100);
    expect(right.length / corpus.length).toBeGreaterThanOrEqual(0.9);
  });

  it('comes with the lines that it rests on, by their numbers in the log', () => {
    const log =
      'one\ntwo\n\u001b[31mnpm error code E404\u001b[0m\nnpm error 404 Not Found - GET https://r/x\nFinished: FAILURE\n';
    expect(classifyFailure(facts({ log }))).toMatchObject({
      category: 'dependency_error',
      rule: 'npm-resolve',
      evidence: [
        { source: 'log', text: 'npm error code E404', line: 3 },
        { source: 'log', line: 4 },
      ],
    });
  });

  it('rests on the test report where there is one, and many tests with one error are one failure', () => {
    const failed = (name: string, error: string) => ({ className: 'a.B', name, error });
    const tests = { total: 9, failed: 3, skipped: 0 };
    const one = classifyFailure(
      facts({ tests, result: 'UNSTABLE', failedTests: [failed('x', 'expected 3 but was 2')] }),
    );
    expect(one.fingerprint).toEqual(['a.B.x', 'expected # but was #']);
    const down = ['x', 'y', 'z'].map((name) => failed(name, 'Connection to db:5432 refused'));
    const all = classifyFailure(facts({ tests, result: 'UNSTABLE', failedTests: down }));
    expect(all.fingerprint).toEqual(['Connection to db:# refused']);
    expect(all.evidence[0]).toEqual({ source: 'test', text: 'a.B.x: Connection to db:5432 refused', line: null });
  });

  it("is decided by one's own rules first", () => {
    const rule = compileOwnRule({
      id: 7,
      category: 'infrastructure',
      pattern: 'licen[sc]e server',
      isCaseIgnored: true,
    });
    const log = 'waiting\nLicense Server is busy\nnpm error code E404\n';
    const verdict = classifyFailure(facts({ log }), rule === null ? [] : [rule]);
    expect(verdict).toMatchObject({ category: 'infrastructure', rule: '7', evidence: [{ line: 2 }] });
  });

  it('is unknown without anything to go by, and takes the stage as the last hint', () => {
    expect(classifyFailure(facts({}))).toEqual({ category: 'unknown', rule: 'none', evidence: [], fingerprint: [] });
    const staged = classifyFailure(facts({ stages: [{ name: 'Deploy to prod', error: null }], log: 'sh: exit 3\n' }));
    expect(staged.category).toBe('deployment_error');
    expect(staged.evidence.at(-1)).toEqual({ source: 'stage', text: 'Deploy to prod', line: null });
  });

  it('does not take long for lines that are made to', () => {
    const lines = [
      'ok '.repeat(80_000),
      `fail${' '.repeat(250_000)}x`,
      'error: '.repeat(37_000),
      '[[[[fail'.repeat(30_000),
    ];
    for (const log of lines) expect(classifyFailure(facts({ log })).category).toBe('unknown');
  });
});
