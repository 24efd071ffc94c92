import type { Clock } from '../core/clock.ts';
import type { ConnectionProblem } from '../core/connection.ts';

/** `probe` = the pause is over, and one small request has to show that the controller is back. */
export type Admission =
  | { readonly kind: 'go' }
  | { readonly kind: 'probe' }
  | { readonly kind: 'no'; readonly problem: ConnectionProblem };

export interface CircuitBreaker {
  admit(): Admission;
  /** The controller answered, whatever it said. */
  succeed(): void;
  /** A transport failure or a server error. */
  fail(problem: ConnectionProblem): void;
  /** The controller is starting: no failure, but asking on makes no sense for a while. */
  wait(problem: ConnectionProblem): void;
  /** Nothing goes out any more until a person acts. */
  stop(problem: ConnectionProblem): void;
}

const failuresToOpen = 5;
const firstPauseMs = 30_000;
const mostPauseMs = 600_000;
const firstStartUpMs = 15_000;
const mostStartUpMs = 120_000;

interface Pause {
  readonly untilMs: number;
  readonly lengthMs: number;
  readonly problem: ConnectionProblem;
}

/** Opens after five failures in a row for 30 s, doubling to 10 min; half open it lets one probe through. */
export function createCircuitBreaker(clock: Clock): CircuitBreaker {
  let failures = 0;
  let stopped: ConnectionProblem | null = null;
  let open: Pause | null = null;
  let startUp: Pause | null = null;

  const pause = (lengthMs: number, problem: ConnectionProblem): Pause => ({
    untilMs: clock.nowMs() + lengthMs,
    lengthMs,
    problem,
  });
  const isOver = ({ untilMs }: Pause) => untilMs <= clock.nowMs();
  const refusal = ({ problem, untilMs }: Pause): Admission => ({
    kind: 'no',
    problem: { ...problem, retryAfterMs: untilMs - clock.nowMs() },
  });

  return {
    admit() {
      if (stopped !== null) return { kind: 'no', problem: stopped };
      if (startUp !== null && !isOver(startUp)) return refusal(startUp);
      if (open === null) return { kind: 'go' };
      return isOver(open) ? { kind: 'probe' } : refusal(open);
    },
    succeed() {
      failures = 0;
      open = null;
      startUp = null;
    },
    fail(problem) {
      startUp = null;
      failures += 1;
      if (open !== null) {
        // Requests that were already under way when it opened tell nothing new.
        if (isOver(open)) open = pause(Math.min(mostPauseMs, open.lengthMs * 2), problem);
      } else if (failures >= failuresToOpen) open = pause(firstPauseMs, problem);
    },
    wait(problem) {
      failures = 0;
      open = null;
      if (startUp !== null && !isOver(startUp)) return;
      const lengthMs = startUp === null ? firstStartUpMs : Math.min(mostStartUpMs, startUp.lengthMs * 2);
      startUp = pause(Math.max(lengthMs, problem.retryAfterMs ?? 0), problem);
    },
    stop(problem) {
      stopped = problem;
    },
  };
}
