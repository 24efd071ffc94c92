import { dayMs } from '../core/calendar.ts';
import type { DeepOutcome, DeepWork } from '../storage/deep-step.ts';

const retryDelaysMs = [60_000, 600_000, 3_600_000] as const;
const dailyTries = 7;

/** What follows from a failure: tried again three times, then parked and tried once a day for a week, then not before a person asks. */
export function failedWork({ kind, attempts }: Pick<DeepWork, 'kind' | 'attempts'>, reason: string, nowMs: number) {
  const delayMs = retryDelaysMs[attempts];
  const outcome: DeepOutcome =
    delayMs !== undefined
      ? { kind, outcome: 'failed', retryAtMs: nowMs + delayMs, reason }
      : attempts < retryDelaysMs.length + dailyTries
        ? { kind, outcome: 'parked', retryAtMs: nowMs + dayMs, reason }
        : { kind, outcome: 'parked', reason };
  return outcome;
}

/** True when no automatic try has been left out before a build counts as deleted. */
export function isLastTry({ attempts }: Pick<DeepWork, 'attempts'>): boolean {
  return attempts >= retryDelaysMs.length;
}
