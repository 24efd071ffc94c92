import type { Build } from '@buildbutler/contract';
import { formatDuration, formatSpan } from './format-duration.ts';
import { formatCount, formatCountOf } from './format-number.ts';

type Facts = Pick<Build, 'result' | 'building' | 'duration' | 'estimatedDuration' | 'timestamp' | 'tests' | 'stages'>;

function outcome(build: Facts): string {
  const took = build.duration === null ? '' : ` after ${formatDuration(build.duration)}`;
  if (build.result === 'SUCCESS')
    return build.duration === null ? 'Passed' : `Passed in ${formatDuration(build.duration)}`;
  if (build.result === 'ABORTED') return `Aborted${took}`;
  if (build.result === 'NOT_BUILT') return 'Not built';
  if (build.result === 'UNSTABLE') return `Unstable${took}`;
  const stage = build.stages.find((item) => item.result === 'FAILURE');
  return `Failed${stage === undefined ? '' : ` in ${stage.name}`}${took}`;
}

function running(build: Facts, nowMs: number): string {
  const elapsed = nowMs - Date.parse(build.timestamp);
  const sofar = `Running for ${formatDuration(elapsed)}`;
  if (build.estimatedDuration === null) return sofar;
  const left = build.estimatedDuration - elapsed;
  return left > 0 ? `${sofar}, about ${formatSpan(left)} left` : `${sofar}, ${formatSpan(-left)} longer than usual`;
}

function tested(build: Facts): string | undefined {
  if (build.tests === null || build.tests.total === 0) return undefined;
  const { total, failed } = build.tests;
  if (failed > 0) return `${formatCount(failed)} of ${formatCountOf(total, 'test')} failed`;
  return build.result === 'SUCCESS' ? `${formatCountOf(total, 'test')} ran, none failed` : undefined;
}

/** The sentence over a build: what came out, how long it took, what the tests say. */
export function buildVerdict(build: Facts, nowMs: number): string {
  if (build.building) return running(build, nowMs);
  return [outcome(build), tested(build)].filter((part) => part !== undefined).join(' · ');
}
