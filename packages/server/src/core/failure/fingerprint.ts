import type { FailureFacts } from './failure-facts.ts';
import { isTalk } from './log-lines.ts';

const mostLines = 3;
const longestLine = 300;
/** As many failed tests with one error are one failure of what they stand on. */
const sharedErrorFrom = 3;

const topLevels = 'com|net|org|io|dev|example|local|internal|cloud|app|test|lan|corp|de|uk|eu|us|fr|nl|ch|at|in';

/** What one value should have been: thousands of tests say the same without having anything in common. */
const comparison =
  /^(?:[\w.$]*(?:Assertion|Comparison|Expectation)\w*:? *)?(?:expect|assert|should|was\b|actual\b|got\b|$)/i;

/** In order; each takes out what differs from one run to the next. */
const strips: readonly (readonly [RegExp, string])[] = [
  [/\bhttps?:\/\/[^\s"'<>)\]]+/g, '<url>'],
  [/\b\d{4}-\d\d-\d\d(?:[T _]\d\d[:_]\d\d(?:[:_]\d\d(?:[.,_]\d{1,9})?)?(?:Z|[+-]\d\d:?\d\d)?)?/g, '<time>'],
  [/\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b/gi, '#'],
  [/\b\d{1,3}(?:\.\d{1,3}){3}(?::\d{1,5})?\b/g, '<host>'],
  [
    new RegExp(`\\b[a-z0-9-]{1,63}(?:\\.[a-z0-9-]{1,63}){0,6}\\.(?:${topLevels})(?::\\d{1,5})?(?![\\w.(/-])`, 'g'),
    '<host>',
  ],
  [/(?<![\d.:])\d{1,2}:\d\d(?::\d\d(?:[.,]\d{1,9})?)?\b/g, '<time>'],
  // Only the last name of a path: where a workspace lies says nothing.
  [/(?:\b[A-Za-z]:|~|\.{1,2})?[\\/]?(?:[\w@.+%-]+[\\/])+(?=[\w@.+%-])/g, ''],
  [/(?<![\w])[\\/](?=[\w@.+%-])/g, ''],
  [/@(?:tmp|libs|script)?\b[\w-]*/g, '@'],
  [/\b0x[0-9a-f]+\b/gi, '#'],
  [/\b(?=[0-9a-f]*\d)[0-9a-f]{7,64}\b/gi, '#'],
  // The ends of pods, containers and temporary names.
  [/-(?=[a-z]*\d)(?=\d*[a-z])[a-z0-9]{4,12}\b/g, '-#'],
  [
    /\b\d+(?:[.,]\d+)*(?: ?(?:ms|milliseconds?|s|secs?|seconds?|m|mins?|minutes?|h|hours?|hrs?)\b(?: ?\d+(?:[.,]\d+)*(?= ?(?:ms|s|secs?|m|mins?)\b))?)+/g,
    '<time>',
  ],
  [/[\d#]+(?:[.,][\d#]+)*/g, '#'],
  [/(?:#-?){2,}/g, '#'],
  [/\s+/g, ' '],
];

/** A line without times, paths, hosts, ids, durations and numbers: the same for the same failure on another day and machine. */
export function stripLine(line: string): string {
  let text = line.slice(0, 1_000);
  for (const [pattern, mark] of strips) text = text.replace(pattern, mark);
  return text.trim().slice(0, longestLine);
}

const firstLine = (text: string) => text.trimStart().split('\n', 1)[0] ?? '';

/** What failed tests have in common, or the first of them. */
function ofTests({ failedTests }: FailureFacts): string[] {
  const [first] = failedTests;
  if (first === undefined) return [];
  const errors = failedTests.map(({ error }) => (error === null ? null : stripLine(firstLine(error))));
  const [error = null] = errors;
  const isShared = failedTests.length >= sharedErrorFrom && errors.every((other) => other === error);
  if (error && isShared && !comparison.test(error)) return [error];
  const name = first.className === null ? first.name : `${first.className}.${first.name}`;
  return [stripLine(name), ...(error ? [error] : [])];
}

/** The lines by which a failure is known again over builds and jobs; none when nothing tells it apart. */
export function fingerprintOf(found: {
  readonly facts: FailureFacts;
  readonly isTest: boolean;
  readonly lines: readonly string[];
}): readonly string[] {
  const tests = found.isTest ? ofTests(found.facts) : [];
  if (tests.length > 0) return tests;
  const lines = found.lines.map(stripLine).filter((line) => /[\p{L}]{3}/u.test(line));
  const telling = lines.filter((line) => !isTalk(line));
  return [...new Set(telling)].slice(0, mostLines);
}
