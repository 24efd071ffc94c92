import type { JobTrend } from '@buildbutler/contract';
import { expect, test } from 'vitest';
import { trendSteps } from './trend-steps.ts';

const at = (hour: number) => new Date(Date.UTC(2026, 10, 24, hour)).toISOString();
const point = (hour: number) => ({ id: `b_${hour}`, number: hour, timestamp: at(hour), branch: null });
const points: JobTrend['points'] = [1, 2, 3, 4].map((hour) => ({ ...point(hour), result: 'SUCCESS', duration: 100 }));

test('each level reaches from its change to the next', () => {
  const changes = [
    { ...point(2), before: 100, after: 140, ratio: 1.4 },
    { ...point(3), before: 140, after: 90, ratio: 0.64 },
  ];
  expect(trendSteps({ points, changes })).toEqual([
    { fromMs: Date.parse(at(1)), toMs: Date.parse(at(2)), value: 100 },
    { fromMs: Date.parse(at(2)), toMs: Date.parse(at(3)), value: 140 },
    { fromMs: Date.parse(at(3)), toMs: Date.parse(at(4)), value: 90 },
  ]);
});

test('without a change there is no level to tell', () => {
  expect(trendSteps({ points, changes: [] })).toEqual([]);
});
