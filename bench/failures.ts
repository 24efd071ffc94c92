import { classifyFailure } from '../packages/server/src/core/failure/classify-failure.ts';
import { type FailureCategory, failureCategories } from '../packages/server/src/core/failure/failure-category.ts';
import {
  type LabelledFailure,
  loadFailureCorpus,
} from '../packages/server/testkit/failure-corpus/load-failure-corpus.ts';

/** Says which logs were judged wrong: of the writing part always, of the other one only when asked, so that no rule is written from it. */
const isTelling = process.argv.includes('--show-held-out');

interface Judged {
  readonly failure: LabelledFailure;
  readonly category: FailureCategory;
  readonly rule: string;
  readonly hasEvidence: boolean;
}

function judge(failure: LabelledFailure): Judged {
  const { log, result, stage, tests } = failure;
  const { category, rule, evidence } = classifyFailure({
    result,
    stages: stage === null ? [] : [{ name: stage, error: null }],
    tests: tests === null ? null : { ...tests, skipped: 0 },
    failedTests: [],
    log,
  });
  const decisive = failure.decisive.map((line) => line.trim());
  const hasEvidence = evidence.some(({ text }) => decisive.some((line) => line.includes(text.trim().slice(0, 80))));
  return { failure, category, rule, hasEvidence };
}

const percent = (part: number, whole: number) =>
  whole === 0 ? '   –  ' : `${((100 * part) / whole).toFixed(1)} %`.padStart(7);

function report(part: 'writing' | 'held-out'): void {
  const judged = loadFailureCorpus(part).map(judge);
  const right = judged.filter(({ failure, category }) => failure.category === category);
  console.log(
    `\n${part}: ${judged.length} logs, ${right.length} right (${percent(right.length, judged.length).trim()})`,
  );
  console.log('category              logs  precision   recall');
  for (const name of failureCategories) {
    const labelled = judged.filter(({ failure }) => failure.category === name);
    const given = judged.filter(({ category }) => category === name);
    const both = labelled.filter(({ category }) => category === name);
    const figures = `${percent(both.length, given.length).padStart(10)}  ${percent(both.length, labelled.length)}`;
    console.log(`${name.padEnd(20)}  ${String(labelled.length).padStart(4)} ${figures}`);
  }
  const decided = right.filter(({ failure }) => failure.decisive.length > 0);
  const seen = decided.filter(({ hasEvidence }) => hasEvidence);
  console.log(
    `evidence holds a line that a person marked: ${percent(seen.length, decided.length).trim()} of the right ones`,
  );
  if (part === 'held-out' && !isTelling) return;
  for (const { failure, category, rule } of judged.filter((one) => one.failure.category !== one.category)) {
    console.log(`  ${failure.name}: ${failure.category}, taken for ${category} by ${rule}`);
  }
}

const most = 256 * 1024;

/** A whole tail for each log, its own lines at the end, as costly as one can be. */
function measure(): void {
  const corpus = loadFailureCorpus('writing');
  const filler = corpus
    .map(({ log }) => log)
    .join('')
    .replaceAll(/fail|error/gi, 'ready');
  const logs = corpus.map(({ log }) => `${filler.repeat(10).slice(0, most - log.length)}${log}`);
  const facts = { result: 'FAILURE', stages: [], tests: null, failedTests: [] } as const;
  const times = logs.map((log) => {
    const startedAt = performance.now();
    classifyFailure({ ...facts, log });
    return performance.now() - startedAt;
  });
  times.sort((a, b) => a - b);
  const at = (share: number) => (times[Math.floor(times.length * share)] ?? 0).toFixed(1);
  console.log(`\none log of 256 KiB: median ${at(0.5)} ms, p95 ${at(0.95)} ms`);
}

report('writing');
report('held-out');
measure();
