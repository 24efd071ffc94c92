import { expect, it } from 'vitest';
import { buildResults } from './build.ts';
import { deepKinds, deepStateOf, deepStates, wantedDeepKinds, withDeepState } from './deep-data.ts';

it('keeps the state of each kind apart', () => {
  for (const kind of deepKinds) {
    for (const state of deepStates) {
      const packed = deepKinds.reduce((value, other) => withDeepState(value, other, 'none'), 0);
      const changed = withDeepState(packed, kind, state);
      expect(deepKinds.map((other) => deepStateOf(changed, other))).toEqual(
        deepKinds.map((other) => (other === kind ? state : 'none')),
      );
    }
  }
});

it('wants what a build can have', () => {
  const wanted = (
    jobKind: 'pipeline' | 'freestyle',
    result: (typeof buildResults)[number] | null,
    testsTotal: number | null,
  ) => wantedDeepKinds({ jobKind, result, testsTotal });
  expect(wanted('pipeline', 'SUCCESS', null)).toEqual(['stages', 'changes']);
  expect(wanted('freestyle', 'SUCCESS', 3)).toEqual(['tests', 'changes']);
  expect(wanted('freestyle', 'SUCCESS', 0)).toEqual(['changes']);
  expect(wanted('pipeline', 'UNSTABLE', 3)).toEqual(['stages', 'tests', 'log', 'changes']);
  expect(wanted('pipeline', null, 3)).toEqual([]);
  expect(buildResults.filter((result) => wanted('freestyle', result, null).includes('log'))).toEqual([
    'UNSTABLE',
    'FAILURE',
    'ABORTED',
  ]);
});
