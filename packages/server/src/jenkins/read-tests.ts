import type { TestCaseResult, TestStatus, TestSuitePart } from '../core/test-report.ts';
import { asArray, asInteger, asObject, asText, member } from './read-json.ts';

// REGRESSION and FIXED: junit before 1363.
const statuses: Readonly<Record<string, TestStatus>> = {
  PASSED: 'passed',
  FIXED: 'passed',
  FAILED: 'failed',
  REGRESSION: 'failed',
  SKIPPED: 'skipped',
};

function milliseconds(seconds: unknown): number | null {
  const isTime = typeof seconds === 'number' && Number.isFinite(seconds) && seconds >= 0 && seconds < 1e9;
  return isTime ? Math.round(seconds * 1_000) : null;
}

function toCase(value: unknown): TestCaseResult | null {
  const raw = asObject(value);
  const name = raw === null ? null : asText(member(raw, 'name'), 1_000);
  const status = raw === null ? undefined : statuses[String(member(raw, 'status'))];
  if (raw === null || name === null || status === undefined) return null;
  const failedSince = asInteger(member(raw, 'failedSince'));
  return {
    className: asText(member(raw, 'className'), 1_000),
    name,
    status,
    durationMs: milliseconds(member(raw, 'duration')),
    age: asInteger(member(raw, 'age')),
    failedSince: failedSince !== null && failedSince > 0 ? failedSince : null,
    errorDetails: asText(member(raw, 'errorDetails'), 4_000),
    errorStackTrace: asText(member(raw, 'errorStackTrace'), 32_000),
    skippedMessage: asText(member(raw, 'skippedMessage'), 1_000),
  };
}

export interface ReadPart {
  readonly part: TestSuitePart;
  /** How many cases the answer held, unreadable ones included. */
  readonly caseCount: number;
  readonly dropped: number;
}

/** One suite of a report; null when it cannot be read. */
export function readSuite(value: unknown, position: number): ReadPart | null {
  const raw = asObject(value);
  const list = raw === null ? undefined : member(raw, 'cases');
  if (raw === null || !Array.isArray(list)) return null;
  const cases = list.map(toCase).filter((one) => one !== null);
  const names = asArray(member(raw, 'enclosingBlockNames')).map((block) => asText(block, 500));
  // Jenkins names the innermost stage first.
  const stageNames = names.filter((block) => block !== null).reverse();
  const part = { position, name: asText(member(raw, 'name'), 1_000), stageNames, cases };
  return { part, caseCount: list.length, dropped: list.length - cases.length };
}

/** The lists of suites in an answer: one of a plain report, one for each child of an aggregated one (matrix, Maven); null when it is no report. */
export function suitesIn(body: unknown): readonly (readonly unknown[])[] | null {
  const raw = asObject(body);
  if (raw === null) return null;
  const suites = member(raw, 'suites');
  if (Array.isArray(suites)) return [suites];
  const children = member(raw, 'childReports');
  if (!Array.isArray(children)) return null;
  return children.map((child: unknown) => {
    const result = asObject(member(asObject(child) ?? {}, 'result'));
    return result === null ? [] : asArray(member(result, 'suites'));
  });
}
