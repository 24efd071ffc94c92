import type { Connection } from '@buildbutler/contract';
import { formatSpan } from './format-duration.ts';
import { formatCount, formatCountOf } from './format-number.ts';

type Facts = Pick<Connection, 'progress' | 'builds' | 'state'>;

/** What an import is doing: `1 240 of 84 112 builds, newest first, about 6 min`. */
export function progressSentence({ progress }: Pick<Facts, 'progress'>): string {
  const { done, total, phase, etaSeconds } = progress;
  if (phase === 'waiting') return 'Waiting for its turn';
  if (phase === 'mapping') return 'Looking at the jobs';
  if (phase === 'done') return `${formatCountOf(total, 'build')}, all there`;
  const left = etaSeconds === null ? '' : `, about ${formatSpan(etaSeconds * 1000)}`;
  return `${formatCount(done)} of ${formatCountOf(total, 'build')}, newest first${left}`;
}

/** Are the builds of a connection counted yet? Before that `0 of 0` would be a guess. */
export function isCounted({ builds, progress }: Pick<Facts, 'builds' | 'progress'>): boolean {
  return builds.expected > 0 || (progress.phase !== 'waiting' && progress.phase !== 'mapping');
}

/** What an import is doing, for where they stand already: `Newest first, about 6 min left`. */
export function remainingSentence({ progress }: Pick<Facts, 'progress'>): string {
  const { phase, etaSeconds } = progress;
  if (phase === 'waiting' || phase === 'mapping' || phase === 'done') return progressSentence({ progress });
  return etaSeconds === null ? 'Newest first' : `Newest first, about ${formatSpan(etaSeconds * 1000)} left`;
}

/** How far an import is, 0 to 1; null while the number of builds is not known yet. */
export function progressShare({ progress }: Pick<Facts, 'progress'>): number | null {
  if (progress.phase === 'waiting' || progress.phase === 'mapping' || progress.total === 0) return null;
  return progress.done / progress.total;
}

/** Collected, running and lost builds together are all that there were: nothing is missing without a reason. */
export function isComplete({ builds }: Pick<Facts, 'builds'>): boolean {
  return builds.known + builds.open + builds.lost >= builds.expected;
}

/** What is known about the numbers that are not collected: `3 running · 14 lost`; empty when there are none. */
export function gapsSentence({ builds, state }: Pick<Facts, 'builds' | 'state'>): string {
  const missing = Math.max(0, builds.expected - builds.known - builds.open - builds.lost);
  return [
    builds.open > 0 ? `${formatCount(builds.open)} running` : '',
    builds.lost > 0 ? `${formatCount(builds.lost)} lost` : '',
    // While an import runs its own line says what is to come.
    missing > 0 && state !== 'importing' ? `${formatCount(missing)} to come` : '',
  ]
    .filter((part) => part !== '')
    .join(' · ');
}

/** One sentence over all connections: `4 connections, 1 importing, 1 failing`. */
export function connectionsSentence(
  connections: readonly Connection[],
  isFailing: (one: Connection) => boolean,
): string {
  const count = (is: (one: Connection) => boolean) => connections.filter(is).length;
  const parts = [
    [count((one) => one.state === 'importing'), 'importing'],
    [count(isFailing), 'failing'],
    [count((one) => one.state === 'paused'), 'paused'],
  ] as const;
  const named = parts.filter(([number]) => number > 0).map(([number, word]) => `${number} ${word}`);
  return [formatCountOf(connections.length, 'connection'), ...(named.length === 0 ? ['all up to date'] : named)].join(
    ', ',
  );
}
