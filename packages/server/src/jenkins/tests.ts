import type { Outcome } from '../core/connection.ts';
import type { ItemPath } from '../core/job.ts';
import type { TestSuitePart } from '../core/test-report.ts';
import { type Access, ask, malformed, problem } from './access.ts';
import type { CallOptions, TestStream } from './controller.ts';
import { itemUrlPath } from './job-path.ts';
import { isTooMuch, type Miss, miss } from './miss.ts';
import { readSuite, suitesIn } from './read-tests.ts';
import { type Attempt, failed } from './reply.ts';

export interface TestQuestion {
  readonly job: ItemPath;
  readonly number: number;
  readonly options: CallOptions & { readonly urlName: string; readonly hasFailures: boolean };
}

/** One page: suites `[from, from + suites)`, of each the cases `[firstCase, firstCase + cases)`. */
interface Page {
  readonly child: number | null;
  readonly from: number;
  readonly suites: number;
  readonly firstCase: number;
  readonly cases: number;
}

const firstSuites = 50;
const firstCases = 2_000;
const fewestCases = 25;
// A report beyond this is not one that people look at, and would fill the store.
const mostCases = 1_000_000;

const caseFields = 'className,name,status,duration,age,failedSince';
const errorFields = 'errorDetails,errorStackTrace,skippedMessage';

function treeOf({ child, from, suites, firstCase, cases }: Page, hasErrors: boolean): string {
  const fields = hasErrors ? `${caseFields},${errorFields}` : `${caseFields},skippedMessage`;
  const caseRange = `{${firstCase},${firstCase + cases}}`;
  const list = `suites[name,enclosingBlockNames,cases[${fields}]${caseRange}]{${from},${from + suites}}`;
  if (child === null) return `${list},childReports[child[number]]`;
  return `childReports[child[number],result[${list}]]{${child},${child + 1}}`;
}

interface Reading {
  readonly access: Access;
  readonly question: TestQuestion;
  /** Page sizes that this report has shown to bear. */
  suites: number;
  cases: number;
  hasErrors: boolean;
  seenCases: number;
  dropped: number;
  problem: Miss | null;
}

interface AnsweredPage {
  /** Null = an aggregated report, to be read child by child. */
  readonly suites: readonly unknown[] | null;
  readonly children: number;
}

async function askPage({ access, question, hasErrors }: Reading, page: Page): Promise<Attempt<AnsweredPage>> {
  const { job, number, options } = question;
  const attempt = await ask(access, {
    itemPath: `${itemUrlPath(job, access.kinds.kindOf(job))}/${number}/${options.urlName}`,
    tree: treeOf(page, hasErrors),
    kind: 'tests',
    loads: 10,
    deadlineMs: 60_000,
    options,
    isHeavy: true,
    hasFallback: true,
  });
  if (!attempt.ok) return attempt;
  const lists = suitesIn(attempt.value.body);
  if (lists === null) return failed(malformed('no test report'));
  const isAggregated = page.child === null && !hasMember(attempt.value.body, 'suites');
  return { ok: true, value: { suites: isAggregated ? null : (lists[0] ?? []), children: lists.length } };
}

function hasMember(body: unknown, name: string): boolean {
  return body !== null && typeof body === 'object' && Object.hasOwn(body, name);
}

/** Makes the pages smaller; false when nothing is left to make smaller. */
function shrink(reading: Reading): boolean {
  if (reading.suites > 1) reading.suites = Math.ceil(reading.suites / 4);
  else if (reading.cases > fewestCases) reading.cases = Math.max(fewestCases, Math.ceil(reading.cases / 4));
  else if (reading.hasErrors) reading.hasErrors = false;
  else return false;
  return true;
}

/** One page, made smaller until the controller manages it. */
async function readPage(
  reading: Reading,
  at: Pick<Page, 'child' | 'from' | 'firstCase'>,
): Promise<Attempt<AnsweredPage & { readonly page: Page }>> {
  for (;;) {
    const page: Page = { ...at, suites: at.firstCase > 0 ? 1 : reading.suites, cases: reading.cases };
    const attempt = await askPage(reading, page);
    if (attempt.ok) return { ok: true, value: { ...attempt.value, page } };
    const canBeLess = isTooMuch(attempt.miss) || attempt.miss.reason === 'broken';
    if (!canBeLess || !shrink(reading)) return attempt;
  }
}

function take(
  reading: Reading,
  suites: readonly unknown[],
  from: number,
): { parts: TestSuitePart[]; counts: number[] } {
  const parts: TestSuitePart[] = [];
  const counts: number[] = [];
  for (const [index, value] of suites.entries()) {
    const read = readSuite(value, from + index);
    counts.push(read?.caseCount ?? 0);
    reading.dropped += read?.dropped ?? 1;
    if (read === null) continue;
    reading.seenCases += read.part.cases.length;
    parts.push(read.part);
  }
  return { parts, counts };
}

/** The cases of one suite behind those that came with its page. */
async function* restOfSuite(
  reading: Reading,
  at: { child: number | null; from: number; firstCase: number },
  offset: number,
) {
  for (let firstCase = at.firstCase; reading.problem === null; ) {
    const attempt = await readPage(reading, { ...at, firstCase });
    if (!attempt.ok) {
      reading.problem = attempt.miss;
      return;
    }
    const { parts, counts } = take(reading, (attempt.value.suites ?? []).slice(0, 1), offset + at.from);
    yield* parts;
    const count = counts[0] ?? 0;
    if (count < attempt.value.page.cases || reading.seenCases >= mostCases) return;
    firstCase += count;
  }
}

interface ListStart {
  readonly child: number | null;
  /** Position of the list's first suite in the whole report. */
  readonly offset: number;
  readonly first: (AnsweredPage & { readonly page: Page }) | null;
}

/** All suites of one list; afterwards `offset` has moved on by their number. */
async function* listOfSuites(
  reading: Reading,
  { child, offset, first }: ListStart,
): AsyncGenerator<TestSuitePart, number> {
  let answer = first;
  for (let from = 0; ; ) {
    if (answer === null) {
      const attempt = await readPage(reading, { child, from, firstCase: 0 });
      if (!attempt.ok) {
        reading.problem = attempt.miss;
        return from;
      }
      answer = attempt.value;
    }
    const { page } = answer;
    const suites = answer.suites ?? [];
    const { parts, counts } = take(reading, suites, offset + from);
    yield* parts;
    for (const [index, count] of counts.entries()) {
      if (count >= page.cases) yield* restOfSuite(reading, { child, from: from + index, firstCase: count }, offset);
    }
    from += suites.length;
    if (suites.length < page.suites || reading.problem !== null || reading.seenCases >= mostCases) return from;
    answer = null;
  }
}

async function* partsOf(
  reading: Reading,
  first: AnsweredPage & { readonly page: Page },
): AsyncGenerator<TestSuitePart> {
  if (first.suites !== null) {
    yield* listOfSuites(reading, { child: null, offset: 0, first });
  } else {
    let offset = 0;
    for (let child = 0; child < first.children && reading.problem === null; child += 1) {
      offset += yield* listOfSuites(reading, { child, offset, first: null });
    }
  }
  if (reading.seenCases >= mostCases) {
    reading.problem = miss('oversized', 'response_too_large', { detail: `more than ${mostCases} test cases` });
  }
}

/** The test report of a build. Only one page of it is in memory at a time. */
export async function openTests(access: Access, question: TestQuestion): Promise<Outcome<TestStream>> {
  const reading: Reading = {
    access,
    question,
    suites: firstSuites,
    cases: firstCases,
    hasErrors: question.options.hasFailures,
    seenCases: 0,
    dropped: 0,
    problem: null,
  };
  if (!/^[\w-]{1,100}$/.test(question.options.urlName)) return problem(malformed('no name of a test report').problem);
  const first = await readPage(reading, { child: null, from: 0, firstCase: 0 });
  if (!first.ok) return problem(first.miss.problem);
  const parts = partsOf(reading, first.value);
  const stream: TestStream = {
    parts,
    problem: () => reading.problem?.problem ?? null,
    dropped: () => reading.dropped,
  };
  return { ok: true, value: stream };
}
