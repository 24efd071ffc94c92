import type { FailureCategory } from './failure-category.ts';
import type { FailureEvidence } from './failure-facts.ts';
import { isHeading } from './log-lines.ts';

export interface FailureStory {
  readonly isUnstable: boolean;
  /** The stage that went red. */
  readonly stage: string | null;
  readonly durationMs: number | null;
  readonly category: FailureCategory;
  readonly evidence: readonly FailureEvidence[];
  /** Number of the first red build after green; null = unknown. */
  readonly redSince: number | null;
  /** This build is that one. */
  readonly isFirst: boolean;
  readonly authors: readonly string[];
}

const words: Readonly<Record<FailureCategory, string>> = {
  test_failure: 'tests failed',
  compilation_error: 'it does not compile',
  dependency_error: 'a dependency could not be had',
  infrastructure: 'the infrastructure failed',
  timeout: 'it took too long',
  scm_error: 'the source could not be checked out',
  configuration_error: 'the job is not set up right',
  quality_gate: 'a quality gate was not passed',
  deployment_error: 'the deployment failed',
  unknown: 'no rule knows why',
};

const longestQuote = 160;

/** `3m 04s`, `1h 02m`, `850 ms`. */
export function spokenDuration(durationMs: number): string {
  if (durationMs < 1_000) return `${Math.round(durationMs)} ms`;
  const seconds = Math.round(durationMs / 1_000);
  if (seconds < 60) return `${seconds}s`;
  const minutes = Math.floor(seconds / 60);
  const two = (value: number) => String(value).padStart(2, '0');
  if (minutes < 60) return `${minutes}m ${two(seconds % 60)}s`;
  return `${Math.floor(minutes / 60)}h ${two(minutes % 60)}m`;
}

/** `com.acme.OrderTest.total: …` without its packages. */
function shortTest(text: string): string {
  return text.replace(/^(?:[a-z_][\w$]*\.)+(?=[A-Z])/, '');
}

function quote(evidence: readonly FailureEvidence[]): string | null {
  const best =
    evidence.find(({ source }) => source === 'test') ??
    evidence.find(({ source, text }) => source === 'log' && !isHeading(text)) ??
    evidence.find(({ source }) => source === 'log');
  if (best === undefined) return null;
  const text = (best.source === 'test' ? shortTest(best.text) : best.text).trim().replaceAll(/\s+/g, ' ');
  return text.length > longestQuote ? `${text.slice(0, longestQuote)}…` : text;
}

function changeOf(authors: readonly string[]): string[] {
  const [first] = authors;
  if (first === undefined) return [];
  const others = authors.length - 1;
  return [others === 0 ? `change by ${first}` : `changes by ${first} and ${others} other${others === 1 ? '' : 's'}`];
}

/** What happened, in one sentence: "Failed in Test after 3m 04s: OrderTest.total: expected 3 but was 2 · first failure since #811, change by Ann". */
export function failureSentence(story: FailureStory): string {
  const { authors, category, durationMs, evidence, isFirst, isUnstable, redSince, stage } = story;
  const head = [
    isUnstable ? 'Unstable' : 'Failed',
    ...(stage === null ? [] : [`in ${stage}`]),
    ...(durationMs === null ? [] : [`after ${spokenDuration(durationMs)}`]),
  ].join(' ');
  const since = isFirst ? ['first failure after green'] : redSince === null ? [] : [`red since #${redSince}`];
  const tail = [...since, ...changeOf(authors)].join(', ');
  return `${head}: ${quote(evidence) ?? words[category]}${tail === '' ? '' : ` · ${tail}`}`;
}
