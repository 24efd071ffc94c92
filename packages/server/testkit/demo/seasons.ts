import type { Rhythm } from './job-profile.ts';
import type { Random } from './random.ts';

const hourMs = 3_600_000;
const dayMs = 86_400_000;

/** How busy each hour (UTC) of a working day is; two time zones share the office. */
const hourWeights = [1, 0, 0, 0, 0, 1, 4, 11, 19, 24, 22, 18, 14, 19, 23, 21, 17, 12, 7, 5, 4, 3, 2, 1];
const dayWeights = [0.08, 1, 1.12, 1.15, 1.08, 0.8, 0.06];

const isWorkday = (ms: number) => ![0, 6].includes(new Date(ms).getUTCDay());
const startOfDay = (ms: number) => Math.floor(ms / dayMs) * dayMs;

function workMoment(dayStartMs: number, random: Random): number {
  let rest = random.next() * hourWeights.reduce((sum, weight) => sum + weight, 0);
  const hour = hourWeights.findIndex((weight) => {
    rest -= weight;
    return rest <= 0;
  });
  return dayStartMs + (hour + random.next()) * hourMs;
}

function pushesOfDay(dayStartMs: number, { perWorkday, random }: { perWorkday: number; random: Random }): number[] {
  const expected = perWorkday * (dayWeights[new Date(dayStartMs).getUTCDay()] ?? 1);
  const count = Math.floor(expected) + (random.chance(expected % 1) ? 1 : 0);
  const spread = Math.max(0, count + random.whole(-1, 1));
  return Array.from({ length: expected < 0.5 ? count : spread }, () => workMoment(dayStartMs, random));
}

function startsOfDay(rhythm: Rhythm, dayStartMs: number, random: Random): number[] {
  switch (rhythm.type) {
    case 'pushes':
    case 'people':
      return pushesOfDay(dayStartMs, { perWorkday: rhythm.perWorkday, random });
    case 'daily': {
      if (rhythm.isWorkdaysOnly === true && !isWorkday(dayStartMs)) return [];
      return [dayStartMs + rhythm.hourUtc * hourMs + random.between(0, 4 * 60_000)];
    }
    case 'every':
      return Array.from(
        { length: Math.floor(24 / rhythm.hours) },
        (_, index) => dayStartMs + index * rhythm.hours * hourMs + random.between(0, 90_000),
      );
    case 'after':
      return [];
  }
}

/** When a job was started between two moments, in order. */
export function drawStarts(rhythm: Rhythm, window: { fromMs: number; toMs: number; random: Random }): number[] {
  const starts: number[] = [];
  for (let day = startOfDay(window.fromMs); day < window.toMs; day += dayMs) {
    starts.push(...startsOfDay(rhythm, day, window.random));
  }
  return starts
    .map(Math.floor)
    .filter((ms) => ms >= window.fromMs && ms < window.toMs)
    .sort((a, b) => a - b);
}
