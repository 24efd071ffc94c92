import { describe, expect, it } from 'vitest';
import type { Head } from '../jenkins/controller.ts';
import type { KnownJob } from '../storage/collection.ts';
import { newJob } from './new-job.ts';
import { compareHeads, isCollapse } from './plan.ts';

function head(name: string, change: Partial<Head> = {}): Head {
  return { path: name.split('/'), nextBuildNumber: 5, isDisabled: false, kind: 'freestyle', index: 0, ...change };
}

function known(name: string, change: Partial<KnownJob> = {}): KnownJob {
  return {
    ...newJob({ path: name.split('/'), kind: 'freestyle', nextBuildNumber: 5, isDisabled: false }, 1),
    id: 1,
    ...change,
  };
}

function compare(
  heads: readonly Head[],
  jobs: readonly KnownJob[],
  isIncluded: (name: string) => boolean = () => true,
) {
  const plan = compareHeads({ heads, known: new Map(jobs.map((job) => [job.path.join('/'), job])), isIncluded });
  return {
    added: plan.added.map(({ path }) => path.join('/')),
    changed: plan.changed.map(({ job }) => job.path.join('/')),
    recreated: plan.recreated.map(({ job }) => job.path.join('/')),
    missing: plan.missing.map(({ path }) => path.join('/')),
    presentBefore: plan.presentBefore,
  };
}

describe('a look at the heads', () => {
  it('tells new, changed, created again and missing jobs apart', () => {
    const plan = compare(
      [
        head('same'),
        head('new'),
        head('built', { nextBuildNumber: 9 }),
        head('off', { isDisabled: true }),
        head('again', { nextBuildNumber: 2 }),
        head('back'),
      ],
      [
        known('same'),
        known('built'),
        known('off'),
        known('again'),
        known('away'),
        known('back', { missingSinceMs: 1 }),
      ],
    );
    expect(plan).toEqual({
      added: ['new'],
      changed: ['built', 'off', 'back'],
      recreated: ['again'],
      missing: ['away'],
      presentBefore: 5,
    });
  });

  it('takes a job of another kind for another job, unless the controller does not tell kinds', () => {
    const jobs = [known('a'), known('b'), known('c', { kind: 'pipeline' })];
    expect(
      compare(
        [head('a', { kind: 'pipeline' }), head('b', { kind: 'other' }), head('c', { kind: 'multibranch-branch' })],
        jobs,
      ),
    ).toMatchObject({
      recreated: ['a'],
      changed: ['b', 'c'],
    });
  });

  it('leaves out what the filters leave out, without taking it for missing', () => {
    const isIncluded = (name: string) => name !== 'x';
    expect(compare([head('x', { nextBuildNumber: 1 }), head('y')], [known('x')], isIncluded)).toMatchObject({
      added: ['y'],
      recreated: [],
      missing: [],
    });
    expect(compare([head('x')], [], isIncluded).added).toEqual([]);
  });

  it('does not miss configurations, which no heads show, nor jobs that are settled as gone', () => {
    expect(
      compare(
        [],
        [known('m/OS=linux', { kind: 'matrix-configuration' }), known('gone', { missingSinceMs: 1, goneAtMs: 2 })],
      ).missing,
    ).toEqual([]);
  });

  it('ignores numbers that cannot be stored and names that come twice', () => {
    expect(compare([head('huge', { nextBuildNumber: 2 ** 40 }), head('twice'), head('twice')], []).added).toEqual([
      'twice',
    ]);
  });
});

describe('a collapse', () => {
  it.each([
    [100, 20, false],
    [100, 21, true],
    [1_000, 200, false],
    [1_000, 201, true],
    [30, 19, false],
    [3, 3, true],
    [3, 2, false],
    [0, 0, false],
  ])('of %i jobs %i vanish: %s', (presentBefore, vanished, expected) => {
    expect(isCollapse({ presentBefore, vanished })).toBe(expected);
  });
});
