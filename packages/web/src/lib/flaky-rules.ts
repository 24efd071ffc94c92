import type { FlakyRules } from '@buildbutler/contract';
import { formatRate } from './format-number.ts';

/** The rules that hold until somebody changes them. */
export const usualFlakyRules: FlakyRules = { runs: 30, flips: 5, passRate: 0.8, minRuns: 5 };

const percent = (share: number) => formatRate(share).replace('.0', '');

/** When a test counts as flaky, in one sentence. */
export function rulesSentence({ runs, flips, passRate, minRuns }: FlakyRules): string {
  const flipWords =
    flips === 1 ? 'goes from pass to fail or back' : `goes from pass to fail or back ${flips} times or more`;
  return `A test is flaky when, within its last ${runs} runs on one branch of one job, it ${flipWords}, or passes in less than ${percent(passRate)} of ${minRuns} runs or more without failing in all of them. Skipped runs do not count.`;
}

/** How a test with these outcomes (oldest first, `p` passed, `f` failed) is judged; the same as the server does. */
export function judgeOutcomes(outcomes: string, rules: FlakyRules) {
  const newest = outcomes.slice(-rules.runs);
  const runs = newest.length;
  const passed = [...newest].filter((outcome) => outcome === 'p').length;
  const flips = [...newest].filter((outcome, index) => index > 0 && outcome !== newest[index - 1]).length;
  const isLow = passed > 0 && passed < runs && runs >= rules.minRuns && passed / runs < rules.passRate;
  const reason = flips >= rules.flips ? ('flips' as const) : isLow ? ('pass_rate' as const) : null;
  return { runs, passed, flips, reason };
}

/** Why a history counts as flaky or not, in words. */
export function verdictWords(outcomes: string, rules: FlakyRules): { isFlaky: boolean; words: string } {
  const { runs, passed, flips, reason } = judgeOutcomes(outcomes, rules);
  const flipCount = `${flips} ${flips === 1 ? 'flip' : 'flips'}`;
  const rate = `${percent(passed / runs)} passed`;
  if (reason === 'flips') return { isFlaky: true, words: `${flipCount} in ${runs} runs` };
  if (reason === 'pass_rate') return { isFlaky: true, words: `${rate} of ${runs} runs` };
  return { isFlaky: false, words: `${flipCount}, ${rate} of ${runs} runs` };
}
