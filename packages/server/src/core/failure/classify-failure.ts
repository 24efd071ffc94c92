import type { FailureCategory } from './failure-category.ts';
import type { FailureEvidence, FailureFacts } from './failure-facts.ts';
import type { FailureRule, LogRule, OwnRule } from './failure-rule.ts';
import { fingerprintOf } from './fingerprint.ts';
import { isTalk, type LogLine, lastLines, suspiciousLines } from './log-lines.ts';
import { builtInRules } from './rules/built-in-rules.ts';

export interface FailureVerdict {
  readonly category: FailureCategory;
  /** Name of the rule; `none` when nothing matched. */
  readonly rule: string;
  readonly evidence: readonly FailureEvidence[];
  /** The failing lines without times, paths and numbers; empty when there is nothing to tell failures apart by. */
  readonly fingerprint: readonly string[];
}

const mostEvidence = 5;
/** How far before a summary its details are looked for. */
const detailReach = 400;

interface Found {
  readonly category: FailureCategory;
  readonly rule: string;
  readonly lines: readonly LogLine[];
  readonly stages: readonly string[];
}

function matching(lines: readonly LogLine[], matches: (text: string) => boolean): LogLine[] {
  const found: LogLine[] = [];
  for (const line of lines) {
    if (!matches(line.text)) continue;
    found.push(line);
    if (found.length === mostEvidence) break;
  }
  return found;
}

/** The lines of a summary with those before it that tell which failure it is. */
function withDetail(rule: LogRule, found: readonly LogLine[], lines: readonly LogLine[]): LogLine[] {
  const last = found.at(-1)?.number ?? 0;
  const { detail } = rule;
  if (detail === undefined) return [...found];
  const near = lines.filter(({ number }) => number <= last + 10 && number > last - detailReach);
  const details = matching(near, (text) => detail.test(text)).slice(0, 3);
  const numbers = new Set(details.map(({ number }) => number));
  return [...details, ...found.filter(({ number }) => !numbers.has(number))].slice(0, mostEvidence);
}

function apply(
  rule: FailureRule,
  facts: FailureFacts,
  lines: readonly LogLine[],
): Omit<Found, 'category' | 'rule'> | null {
  switch (rule.where) {
    case 'log': {
      const found = matching(lines, (text) => rule.pattern.test(text));
      return found.length === 0 ? null : { lines: withDetail(rule, found, lines), stages: [] };
    }
    case 'stage': {
      const stages = facts.stages.filter(({ name }) => rule.pattern.test(name)).map(({ name }) => name);
      return stages.length === 0 ? null : { lines: [], stages };
    }
    case 'stage-error': {
      const stages = facts.stages.flatMap(({ error }) => (error !== null && rule.pattern.test(error) ? [error] : []));
      return stages.length === 0 ? null : { lines: [], stages };
    }
    case 'counts':
      return rule.matches(facts) ? { lines: [], stages: [] } : null;
  }
}

function firstMatch(facts: FailureFacts, own: readonly OwnRule[], log: string): Found | null {
  if (own.length > 0 && log !== '') {
    const all = lastLines(log, Number.POSITIVE_INFINITY);
    for (const rule of own) {
      const lines = matching(all, (text) => rule.matches(text));
      if (lines.length > 0) return { category: rule.category, rule: rule.id, lines, stages: [] };
    }
  }
  const lines = suspiciousLines(log);
  for (const rule of builtInRules) {
    const found = apply(rule, facts, lines);
    if (found !== null) return { category: rule.category, rule: rule.id, ...found };
  }
  return null;
}

/** What a build that no rule knows said last. */
function lastWords(log: string): LogLine[] {
  const words = suspiciousLines(log).filter(({ text }) => !isTalk(text));
  const end = lastLines(log, 3);
  const from = (end[0]?.number ?? 0) - 30;
  const near = words.filter(({ number }) => number >= from).slice(-3);
  return near.length > 0 ? near : end;
}

const firstLine = (text: string) => text.trimStart().split('\n', 1)[0]?.slice(0, 400) ?? '';

function testEvidence({ failedTests }: FailureFacts): FailureEvidence[] {
  return failedTests.slice(0, 3).map(({ className, name, error }) => {
    const called = className === null ? name : `${className}.${name}`;
    return { source: 'test', text: error === null ? called : `${called}: ${firstLine(error)}`, line: null };
  });
}

/** Category, evidence and fingerprint of a red build: the first rule that finds something decides, one's own rules first. */
export function classifyFailure(facts: FailureFacts, own: readonly OwnRule[] = []): FailureVerdict {
  const log = facts.log ?? '';
  const found = firstMatch(facts, own, log);
  const lines =
    found === null || (found.lines.length === 0 && found.category !== 'test_failure') ? lastWords(log) : found.lines;
  const isTest = found?.category === 'test_failure';
  const evidence: FailureEvidence[] = [
    ...(isTest ? testEvidence(facts) : []),
    ...lines.map(({ number, text }): FailureEvidence => ({ source: 'log', text: text.slice(0, 400), line: number })),
    ...(found?.stages ?? []).map((text): FailureEvidence => ({ source: 'stage', text, line: null })),
  ].slice(0, mostEvidence);
  return {
    category: found?.category ?? 'unknown',
    rule: found?.rule ?? 'none',
    evidence,
    fingerprint: fingerprintOf({ facts, isTest, lines: lines.map(({ text }) => text) }),
  };
}
