import type { FailureKind } from './failure.ts';

const hourMs = 3_600_000;
const dayMs = 86_400_000;

/** Something that happened to a job (or to all of them) in the month; times in days before now. */
export type Story =
  /** Every build fails the same way from then until it is repaired. */
  | {
      readonly type: 'red';
      readonly fromDay: number;
      readonly toDay: number;
      readonly failure: FailureKind;
      readonly tests?: readonly number[];
    }
  /** Builds take `factor` times as long from then on. */
  | { readonly type: 'slower'; readonly fromDay: number; readonly factor: number };

export interface Moment {
  readonly startedAtMs: number;
  readonly nowMs: number;
}

const daysAgo = ({ startedAtMs, nowMs }: Moment) => (nowMs - startedAtMs) / dayMs;

/** True when every agent that may run a job is gone: its builds wait in the queue. */
export function isStranded(agents: readonly { readonly diedHoursAgo?: number }[], moment: Moment): boolean {
  return agents.length > 0 && agents.every(({ diedHoursAgo }) => agentHealth(diedHoursAgo, moment) === 'gone');
}

/** The story that makes a build of that moment red, if there is one. */
export function redStory(stories: readonly Story[], moment: Moment): Extract<Story, { type: 'red' }> | null {
  const day = daysAgo(moment);
  const red = stories.find((story) => story.type === 'red' && day <= story.fromDay && day > story.toDay);
  return red?.type === 'red' ? red : null;
}

/** How much longer than usual a build of that moment takes. */
export function slowness(stories: readonly Story[], moment: Moment): number {
  const day = daysAgo(moment);
  return stories.reduce(
    (factor, story) => (story.type === 'slower' && day <= story.fromDay ? factor * story.factor : factor),
    1,
  );
}

const outage = { daysAgo: 11, fromHourUtc: 12.9, toHourUtc: 15.4 } as const;

/** The package registry was down on an afternoon: whoever resolved dependencies failed, whatever the team. */
export function isDependencyOutage({ startedAtMs, nowMs }: Moment): boolean {
  const about = Math.floor(nowMs / dayMs) * dayMs - outage.daysAgo * dayMs;
  const weekday = new Date(about).getUTCDay();
  const dayStartMs = about - (weekday === 0 ? 2 : weekday === 6 ? 1 : 0) * dayMs;
  const hour = (startedAtMs - dayStartMs) / hourMs;
  return hour >= outage.fromHourUtc && hour < outage.toHourUtc;
}

/** An agent fails builds in the five hours before it dies, and takes none afterwards. */
export function agentHealth(
  diedHoursAgo: number | undefined,
  { startedAtMs, nowMs }: Moment,
): 'well' | 'failing' | 'gone' {
  if (diedHoursAgo === undefined) return 'well';
  const hoursBeforeDeath = (nowMs - diedHoursAgo * hourMs - startedAtMs) / hourMs;
  if (hoursBeforeDeath < 0) return 'gone';
  return hoursBeforeDeath < 5 ? 'failing' : 'well';
}
