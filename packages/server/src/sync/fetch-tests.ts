import type { TestSuitePart } from '../core/test-report.ts';
import type { TestStream } from '../jenkins/controller.ts';
import type { DeepResult } from '../storage/deep-step.ts';
import { absent, callOptions, type DeepTask, type Fetched, fetchFinal, outcome, problemOf } from './deep-task.ts';
import { noteDropped, type RunnerContext } from './runner-context.ts';

const usualName = 'testReport';
const casesPerPart = 2_000;

type Opened = { readonly stream: TestStream } | { readonly fetched: Fetched };

async function open(context: RunnerContext, task: DeepTask, urlName: string): Promise<Opened> {
  const { work, entry } = task;
  const options = { ...callOptions(context, task), urlName, hasFailures: work.hasFailedTests };
  const answer = await context.controller.tests(entry.job.path, work.number, options);
  return answer.ok ? { stream: answer.value } : { fetched: problemOf(answer.problem) };
}

/** The report under the name that is known or usual; where there is none, the build tells the right one. */
async function find(context: RunnerContext, task: DeepTask): Promise<Opened> {
  const urlName = task.work.reportName ?? usualName;
  const first = await open(context, task, urlName);
  if ('stream' in first || first.fetched !== absent) return first;
  const final = await fetchFinal(context, task);
  if ('kind' in final) return { fetched: final };
  const { testReportName } = final;
  if (testReportName === null) return { fetched: outcome({ kind: 'tests', outcome: 'none' }) };
  if (testReportName !== urlName) return open(context, task, testReportName);
  return { fetched: { kind: 'unusable', reason: 'Jenkins counts tests of this build but has no report of them.' } };
}

/** Suites in portions of bounded size. */
async function* portionsOf(stream: TestStream): AsyncGenerator<readonly TestSuitePart[]> {
  let portion: TestSuitePart[] = [];
  let cases = 0;
  for await (const suite of stream.parts) {
    portion.push(suite);
    cases += suite.cases.length;
    if (cases < casesPerPart) continue;
    yield portion;
    portion = [];
    cases = 0;
  }
  if (portion.length > 0) yield portion;
}

/** Fetches a test report page by page. Each portion is stored once the next has come, so that memory holds two at most. */
export async function fetchTests(context: RunnerContext, task: DeepTask): Promise<Fetched> {
  const found = await find(context, task);
  if ('fetched' in found) return found.fetched;
  const { jobId, number } = task.work;
  let part = 0;
  let suites: readonly TestSuitePart[] | null = null;
  for await (const portion of portionsOf(found.stream)) {
    if (context.signal.aborted) break;
    if (suites !== null) {
      const result: DeepResult = { jobId, number, kind: 'tests', outcome: 'stored', part, isLast: false, suites };
      await context.recorder.step(() => ({ deep: [result] }));
      part += 1;
    }
    suites = portion;
  }
  noteDropped(context, found.stream.dropped());
  const problem = found.stream.problem();
  if (problem !== null) return problemOf(problem);
  return outcome({ kind: 'tests', outcome: 'stored', part, isLast: true, suites: suites ?? [] });
}
