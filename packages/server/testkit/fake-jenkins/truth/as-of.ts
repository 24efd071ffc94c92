import type { Stage } from './stage.ts';

/** One line of a log and when it is written. */
export interface TimedLine {
  readonly atMs: number;
  readonly text: string;
}

/** A finished log as it stood at `nowMs`. */
export function logAsOf(lines: readonly TimedLine[], nowMs: number): string {
  const written = lines.filter(({ atMs }) => atMs <= nowMs);
  return written.map(({ text }) => `${text}\n`).join('');
}

/** A finished stage tree as it stood at `nowMs`: what has not begun is missing, what has not ended runs. */
export function stagesAsOf(stages: readonly Stage[], nowMs: number): Stage[] {
  return stages
    .filter(({ startedAtMs }) => startedAtMs <= nowMs)
    .map((stage) => {
      const isOver = stage.durationMs !== null && stage.startedAtMs + stage.durationMs <= nowMs;
      const children = stagesAsOf(stage.children, nowMs);
      return isOver ? stage : { ...stage, children, durationMs: null, state: 'running', errorMessage: null };
    });
}
