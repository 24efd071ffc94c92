/** When a test counts as flaky. All four are settings. */
export interface FlakyRules {
  /** Newest runs on one branch of one job that count, skips left out. */
  readonly runs: number;
  /** This many changes between pass and fail, or more. */
  readonly flips: number;
  /** Or a pass rate below this, as a fraction, */
  readonly passRate: number;
  /** with this many runs or more, and at least one pass and one failure. */
  readonly minRuns: number;
}

export const usualFlakyRules: FlakyRules = { runs: 30, flips: 5, passRate: 0.8, minRuns: 5 };

/** Runs that any rules may look at. */
export const mostFlakyRuns = 200;

// Positions are stored: add at the end only.
export const flakyReasons = ['flips', 'pass_rate'] as const;
export type FlakyReason = (typeof flakyReasons)[number];

export interface Steadiness {
  readonly runs: number;
  readonly passed: number;
  readonly flips: number;
  /** Null = not flaky. */
  readonly reason: FlakyReason | null;
}

/** Judges a test on one branch of one job by its outcomes there, oldest first, `true` = passed, skips left out. */
export function judge(outcomes: readonly boolean[], rules: FlakyRules): Steadiness {
  const newest = outcomes.slice(-rules.runs);
  const runs = newest.length;
  const passed = newest.filter((outcome) => outcome).length;
  const flips = newest.filter((outcome, index) => index > 0 && outcome !== newest[index - 1]).length;
  const isLow = passed > 0 && passed < runs && runs >= rules.minRuns && passed / runs < rules.passRate;
  return { runs, passed, flips, reason: flips >= rules.flips ? 'flips' : isLow ? 'pass_rate' : null };
}
