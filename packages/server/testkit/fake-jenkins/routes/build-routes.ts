import { notFoundPage, shortNotFoundPage } from '../http/pages.ts';
import { makeReply, pluginJson, type Reply } from '../http/reply.ts';
import { buildBean } from '../models/build-model.ts';
import type { Build } from '../truth/item.ts';
import { answerApi, isApiJson } from './api-json.ts';
import { consoleText, progressiveText } from './console-log.ts';
import { graphViewLog, graphViewSteps, graphViewTree } from './graph-view.ts';
import type { RouteContext, StageSource } from './route-context.ts';
import { describeNode, describeRun } from './stage-view.ts';
import { answerTests } from './test-report.ts';

const graphViewPages: readonly StageSource[] = ['stages', 'pipeline-overview', 'pipeline-graph', 'pipeline-console'];

function graphView(build: Build, [page = '', what]: readonly string[], context: RouteContext): Reply | null {
  const isPage = graphViewPages.some((known) => known === page && context.stageSources.has(known));
  if (!isPage) return null;
  if (what === 'tree') return graphViewTree(build, page);
  if (what === 'allSteps') return graphViewSteps(build);
  return what === 'log' ? graphViewLog(build, context.request.query.get('nodeId')) : null;
}

const emptyLists = new Set(['artifacts', 'changesets', 'pendingInputActions']);

function stageView(build: Build, rest: readonly string[], context: RouteContext): Reply | null {
  const { request, nowMs, stageSources, identity } = context;
  if (!stageSources.has('wfapi')) return null;
  if (rest[0] === 'wfapi' && (rest[1] === undefined || rest[1] === 'describe')) {
    return describeRun(build, { nowMs, hasSteps: request.query.get('fullStages') === 'true' });
  }
  if (rest[0] === 'wfapi' && emptyLists.has(rest[1] ?? '')) return pluginJson([]);
  const [execution, node, id = '', wfapi, what = 'describe'] = rest;
  if (execution !== 'execution' || node !== 'node' || wfapi !== 'wfapi') return null;
  return describeNode(build, { id, what, nowMs }) ?? notFoundPage(identity);
}

/** What is below `job/…/<number>/`. */
export function answerBuild(build: Build, rest: readonly string[], context: RouteContext): Reply {
  if (isApiJson(rest)) return answerApi(buildBean(build), context);
  if (rest[0] === 'consoleText') return consoleText(build);
  if (rest[0] === 'logText' && rest[1] === 'progressiveText') return progressiveText(build, context);
  if (rest[0] === 'testReport') return answerTests(build, rest.slice(1), context);
  const stages =
    build.job.kind === 'pipeline' ? (graphView(build, rest, context) ?? stageView(build, rest, context)) : null;
  if (stages !== null) return stages;
  if (rest.length > 0) return shortNotFoundPage(context.identity);
  return makeReply(200, '<!DOCTYPE html><html><head><title>Build</title></head><body></body></html>', {
    headers: { 'Content-Type': 'text/html;charset=utf-8' },
  });
}
