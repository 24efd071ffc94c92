import { shortNotFoundPage } from '../http/pages.ts';
import type { Reply } from '../http/reply.ts';
import { testCaseBean, testReportBean } from '../models/test-report-model.ts';
import type { Build } from '../truth/item.ts';
import { reveal } from '../truth/lazy.ts';
import { answerApi, isApiJson } from './api-json.ts';
import type { RouteContext } from './route-context.ts';

/** `testReport/…`: the report, or one case as `<package>/<class>/<test>`; the short 404 where there is none. */
export function answerTests(build: Build, rest: readonly string[], context: RouteContext): Reply {
  if (build.testReport === null) return shortNotFoundPage(context.identity);
  const report = reveal(build.testReport);
  if (isApiJson(rest)) return answerApi(testReportBean(report), context);
  const [packageName = '', className = '', name = '', ...api] = rest;
  const cases = report.suites.flatMap((suite) => suite.cases);
  const found = cases.find((test) => test.className === `${packageName}.${className}` && test.name === name);
  if (found === undefined || !isApiJson(api)) return shortNotFoundPage(context.identity);
  return answerApi(testCaseBean(found), context);
}
