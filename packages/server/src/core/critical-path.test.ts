import fc from 'fast-check';
import { expect, it } from 'vitest';
import { criticalPath, type TimedStage } from './critical-path.ts';

const stage = (id: string, parentId: string | null, startedAtMs: number | null, durationMs: number | null) => ({
  id,
  parentId,
  startedAtMs,
  durationMs,
});
const critical = (stages: readonly TimedStage[]) =>
  Object.fromEntries(
    criticalPath(stages).flatMap((added, position) => (added === null ? [] : [[stages[position]?.id ?? '', added]])),
  );

it('takes all of the stages that follow each other', () => {
  expect(critical([stage('a', null, 0, 10_000), stage('b', null, 10_050, 5_000), stage('c', null, 15_100, 1)])).toEqual(
    { a: 10_000, b: 5_000, c: 1 },
  );
});

it('follows the branch that others waited for, into its own stages', () => {
  const stages = [
    stage('build', null, 0, 10_000),
    stage('tests', null, 10_000, 60_000),
    stage('unit', 'tests', 10_000, 20_000),
    stage('browser', 'tests', 10_010, 59_900),
    stage('start', 'browser', 10_010, 9_900),
    stage('run', 'browser', 19_910, 50_000),
    stage('lint', 'tests', 10_000, 30_000),
    stage('lint js', 'lint', 10_000, 30_000),
    stage('deploy', null, 70_000, 5_000),
  ];
  expect(critical(stages)).toEqual({
    build: 10_000,
    tests: 100,
    browser: 0,
    start: 9_900,
    run: 50_000,
    deploy: 5_000,
  });
});

it('tells parallel branches by their times where nobody says what is a branch', () => {
  const stages = [stage('a', null, 0, 5_000), stage('b', null, 5_000, 90_000), stage('c', null, 5_000, 20_000)];
  expect(Object.keys(critical([...stages, stage('d', null, 95_000, 1_000)]))).toEqual(['a', 'b', 'd']);
});

it('leaves out what did not run, and bears parents that are not there', () => {
  const stages = [
    stage('a', 'ghost', 0, 5),
    stage('b', null, null, null),
    stage('c', null, 5, 0),
    stage('d', 'a', 0, null),
  ];
  expect(critical(stages)).toEqual({ a: 5 });
});

it('never adds up to more than the time from the first start to the last end, slack of clocks aside', () => {
  const anyStage = fc.record({ startedAtMs: fc.nat(100_000), durationMs: fc.nat(50_000), parent: fc.nat(10) });
  fc.assert(
    fc.property(fc.array(anyStage, { maxLength: 30 }), (given) => {
      const stages = given.map(({ parent, ...times }, at) => ({
        ...times,
        id: String(at),
        parentId: parent < at ? String(parent) : null,
      }));
      const added = criticalPath(stages);
      const top = stages.flatMap((one, at) => (one.parentId === null && added[at] !== null ? [one] : []));
      const sum = top.reduce((total, one) => total + one.durationMs, 0);
      const first = Math.min(...top.map(({ startedAtMs }) => startedAtMs));
      const last = Math.max(...top.map(({ startedAtMs, durationMs }) => startedAtMs + durationMs));
      if (top.length > 0) expect(sum).toBeLessThanOrEqual(last - first + top.length * 1_000);
      // Something critical lies within every critical stage or nothing at all: no stage is critical within one that is not.
      for (const [at, { parentId }] of stages.entries())
        if (added[at] !== null && parentId !== null) expect(added[Number(parentId)]).not.toBeNull();
    }),
  );
});
