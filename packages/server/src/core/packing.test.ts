import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Change } from './change-set.ts';
import { packChanges, unpackChanges } from './pack-changes.ts';
import { packStages, type StageNames, type StageNumbers, unpackStages } from './pack-stages.ts';
import { findTestEnds, type NumberedTestCase, packTestCases, unpackTestCases } from './pack-test-cases.ts';
import { type Stage, stageStatuses } from './stage.ts';

const text = fc.string({ unit: 'grapheme', maxLength: 60 }).map((value) => value.toWellFormed());
const time = fc.oneof(
  fc.integer({ min: 0, max: 2 ** 51 }),
  fc.integer({ min: 1_700_000_000_000, max: 1_800_000_000_000 }),
);
const maybe = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: null });

/** Dictionaries as the store keeps them. */
function dictionaries(): StageNumbers & StageNames {
  const names: string[] = [];
  const agents: string[] = [];
  const numberIn = (list: string[], name: string) => {
    if (!list.includes(name)) list.push(name);
    return list.indexOf(name) * 1_000;
  };
  return {
    ofName: (name) => numberIn(names, name),
    ofAgent: (agent) => numberIn(agents, agent),
    nameOf: (number) => names[number / 1_000] ?? '',
    agentOf: (number) => agents[number / 1_000] ?? '',
  };
}

const stage: fc.Arbitrary<Stage> = fc.record({
  id: fc.oneof(fc.nat(2_000).map(String), text, fc.constantFrom('007', '-1', '9999999999999999')),
  parentId: maybe(fc.oneof(fc.nat(2_000).map(String), text)),
  name: text,
  kind: fc.constantFrom('stage', 'parallel', 'synthetic'),
  status: fc.constantFrom(...stageStatuses),
  startedAtMs: maybe(time),
  durationMs: maybe(fc.nat()),
  pauseMs: fc.oneof(fc.constant(0), fc.nat()),
  agent: maybe(text),
  errorMessage: maybe(text),
});

describe('stages', () => {
  it('come back exactly, tree, order and odd ids included', () => {
    fc.assert(
      fc.property(fc.array(stage, { maxLength: 40 }), fc.boolean(), (drawn, isTree) => {
        const stages = drawn.map((value, index) => ({
          ...value,
          parentId: isTree && index % 3 > 0 ? (drawn[Math.floor(index / 3)]?.id ?? null) : value.parentId,
        }));
        const names = dictionaries();
        expect(unpackStages(packStages(stages, names), names)).toEqual(stages);
      }),
    );
  });

  it('take few bytes: a pipeline of four, one of them in two branches', () => {
    const started = 1_780_000_000_000;
    const stages = ['Checkout', 'Build', 'Test', 'Deploy', 'linux', 'windows'].map(
      (name, index): Stage => ({
        id: String(6 + index * 9),
        parentId: index > 3 ? '24' : null,
        name,
        kind: index > 3 ? 'parallel' : 'stage',
        status: 'success',
        startedAtMs: started + index * 10_000,
        durationMs: 9_500,
        pauseMs: 0,
        agent: 'agent-7',
        errorMessage: null,
      }),
    );
    expect(packStages(stages, { ofName: (name) => name.length, ofAgent: () => 7 }).length).toBeLessThanOrEqual(75);
  });
});

describe('changes', () => {
  const change: fc.Arbitrary<Change> = fc.record({
    commit: maybe(fc.oneof(fc.stringMatching(/^[0-9a-f]{40}$/), fc.stringMatching(/^[0-9A-Fa-f]{3,9}$/), text)),
    committedAtMs: maybe(time),
    message: text,
    author: maybe(fc.oneof(fc.constantFrom('Ada', 'Grace'), text)),
  });

  it('come back exactly', () => {
    fc.assert(
      fc.property(fc.array(change, { maxLength: 60 }), (changes) => {
        expect(unpackChanges(packChanges(changes))).toEqual(changes);
      }),
    );
  });
});

describe('test cases', () => {
  const cases: fc.Arbitrary<NumberedTestCase[]> = fc
    .array(
      fc
        .record({
          test: fc.oneof(fc.nat(40), fc.nat(2 ** 21)),
          suite: fc.oneof(fc.nat(3), fc.nat(2 ** 21)),
          status: fc.constantFrom('passed', 'failed', 'skipped'),
          durationMs: maybe(fc.oneof(fc.nat(100), fc.integer({ min: 0, max: 2 ** 51 }))),
          skippedMessage: maybe(text),
        })
        .map((value) => ({ ...value, skippedMessage: value.status === 'skipped' ? value.skippedMessage : null })),
      { maxLength: 300 },
    )
    .map((drawn) => drawn.sort((a, b) => a.test - b.test));

  it('come back exactly, and each test is found without the others', () => {
    fc.assert(
      fc.property(cases, fc.nat(40), (given, other) => {
        const packed = packTestCases(given);
        expect(unpackTestCases(packed)).toEqual(given);
        for (const test of new Set([...given.map((value) => value.test), other])) {
          const ends = given.filter((value) => value.test === test);
          expect(findTestEnds(packed, test)).toEqual(ends.map(({ status, durationMs }) => ({ status, durationMs })));
        }
      }),
    );
  });

  it('take 3 bytes each or less where all pass within two seconds', () => {
    const many = Array.from({ length: 1_000 }, (_, index): NumberedTestCase => {
      return { test: index * 2, suite: index % 250, status: 'passed', durationMs: index, skippedMessage: null };
    }).sort((a, b) => a.test - b.test);
    const grouped = many.map((value, index) => ({ ...value, suite: Math.floor(index / 20) }));
    expect(packTestCases(grouped).length).toBeLessThanOrEqual(3_400);
  });
});

it('refuses values of a version that it does not know', () => {
  const newer = Uint8Array.of(9, 0);
  expect(() => unpackStages(newer, dictionaries())).toThrow(/newer version/);
  expect(() => unpackChanges(newer)).toThrow(/newer version/);
  expect(() => unpackTestCases(newer)).toThrow(/newer version/);
});
