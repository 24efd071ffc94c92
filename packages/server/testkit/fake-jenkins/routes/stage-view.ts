import { pluginJson, type Reply } from '../http/reply.ts';
import type { Build, Job } from '../truth/item.ts';
import { buildDisplayName, itemPath } from '../truth/item-names.ts';
import { reveal } from '../truth/lazy.ts';
import { flattenStages, type Stage, type StageState } from '../truth/stage.ts';
import { stageLog } from './stage-log.ts';

const statuses: Record<StageState, string> = {
  success: 'SUCCESS',
  unstable: 'UNSTABLE',
  failure: 'FAILED',
  aborted: 'ABORTED',
  skipped: 'NOT_EXECUTED',
  running: 'IN_PROGRESS',
  paused: 'PAUSED_PENDING_INPUT',
};

const results = {
  SUCCESS: 'SUCCESS',
  UNSTABLE: 'UNSTABLE',
  FAILURE: 'FAILED',
  ABORTED: 'ABORTED',
  NOT_BUILT: 'NOT_EXECUTED',
} as const;

const buildPath = ({ job, number }: Build) => `/${itemPath(job)}${number}`;
const byId = (a: Stage, b: Stage) => Number(a.id) - Number(b.id);

interface Shown {
  readonly build: Build;
  readonly nowMs: number;
  readonly hasRunningBranches: boolean;
  readonly failedBefore: string | null;
}

/** While branches run in parallel, running stages claim success after a negative time. */
function times(stage: Stage, { nowMs, hasRunningBranches, build }: Shown): { status: string; durationMs: number } {
  const isRunning = stage.durationMs === null;
  if (isRunning && hasRunningBranches) {
    return { status: 'SUCCESS', durationMs: -Math.max(1, (stage.startedAtMs - build.startedAtMs) % 1000) };
  }
  return { status: statuses[stage.state], durationMs: stage.durationMs ?? nowMs - stage.startedAtMs };
}

/** The flat list leaves branches out, and a parent's time leaves out that of its branches. */
function ownDurationMs(stage: Stage, durationMs: number): number {
  const branches = stage.children.filter(({ type }) => type === 'PARALLEL');
  return branches.length === 0 ? durationMs : Math.min(durationMs, 700);
}

function errorOf(stage: Stage, { failedBefore }: Shown): string | null {
  if (stage.errorMessage !== null) return stage.errorMessage;
  if (stage.state === 'failure') return 'script returned exit code 1';
  return stage.state === 'aborted' ? 'Aborted by admin' : stage.state === 'skipped' ? failedBefore : null;
}

function showStage(stage: Stage, shown: Shown): Record<string, unknown> {
  const self = `${buildPath(shown.build)}/execution/node/${stage.id}/wfapi/describe`;
  const { status, durationMs } = times(stage, shown);
  const message = errorOf(stage, shown);
  // What a failure kept from running is FAILED as well.
  const isNeverReached = stage.state === 'skipped' && message !== null;
  const type =
    stage.state === 'aborted'
      ? 'org.jenkinsci.plugins.workflow.steps.FlowInterruptedException'
      : 'hudson.AbortException';
  return {
    _links: { self: { href: self } },
    id: stage.id,
    name: stage.isSynthetic ? `Declarative: ${stage.name}` : stage.name,
    execNode: '',
    status: isNeverReached ? 'FAILED' : status,
    ...(message === null ? {} : { error: { message, type } }),
    startTimeMillis: stage.startedAtMs,
    durationMillis: ownDurationMs(stage, durationMs),
    pauseDurationMillis: durationMs < 0 ? durationMs : stage.pauseMs,
  };
}

function stepOf(stage: Stage, build: Build): Record<string, unknown> {
  const id = String(Number(stage.id) + 1);
  const node = `${buildPath(build)}/execution/node/${id}`;
  return {
    _links: {
      self: { href: `${node}/wfapi/describe` },
      log: { href: `${node}/wfapi/log` },
      console: { href: `${node}/log` },
    },
    id,
    name: 'Shell Script',
    execNode: '',
    status: statuses[stage.state],
    parameterDescription: stage.name.toLowerCase(),
    startTimeMillis: stage.startedAtMs,
    durationMillis: stage.durationMs ?? 0,
    pauseDurationMillis: 0,
    parentNodes: [stage.id],
  };
}

function runStatus(build: Build): string {
  if (!build.hasFlow) return 'NOT_EXECUTED';
  if (build.isBuilding) return build.isWaitingForInput ? 'PAUSED_PENDING_INPUT' : 'IN_PROGRESS';
  return results[build.result ?? 'NOT_BUILT'];
}

function showStages(build: Build, options: { nowMs: number; hasSteps: boolean }): unknown[] {
  const all = flattenStages(reveal(build.stages));
  const hasRunningBranches = all.some(({ type, durationMs }) => type === 'PARALLEL' && durationMs === null);
  let failedBefore: string | null = null;
  return all
    .filter(({ type, isDeclarativeBranch }) => type === 'STAGE' || isDeclarativeBranch)
    .sort(byId)
    .map((stage) => {
      const shown = showStage(stage, { build, nowMs: options.nowMs, hasRunningBranches, failedBefore });
      if (stage.state === 'failure')
        failedBefore = errorOf(stage, { build, nowMs: 0, hasRunningBranches, failedBefore });
      return options.hasSteps ? { ...shown, stageFlowNodes: [stepOf(stage, build)] } : shown;
    });
}

function inputLinks(build: Build): Record<string, unknown> {
  if (!build.isWaitingForInput) return {};
  const base = `${buildPath(build)}/wfapi`;
  return {
    pendingInputActions: { href: `${base}/pendingInputActions` },
    nextPendingInputAction: { href: `${base}/nextPendingInputAction` },
  };
}

function showRun(build: Build, options: { nowMs: number; hasSteps: boolean }): unknown {
  const durationMs = build.isBuilding ? options.nowMs - build.startedAtMs : build.durationMs;
  const { waitingMs, blockedMs, buildableMs } = build.waits;
  return {
    _links: { self: { href: `${buildPath(build)}/wfapi/describe` }, ...inputLinks(build) },
    id: String(build.number),
    name: buildDisplayName(build),
    status: runStatus(build),
    startTimeMillis: build.startedAtMs,
    endTimeMillis: build.startedAtMs + durationMs,
    durationMillis: durationMs,
    queueDurationMillis: waitingMs + blockedMs + buildableMs,
    pauseDurationMillis: 0,
    stages: showStages(build, options),
  };
}

/** `wfapi/describe` of a build: a flat list of stages. */
export function describeRun(build: Build, options: { nowMs: number; hasSteps: boolean }): Reply {
  return pluginJson(showRun(build, options));
}

/** `wfapi/runs` of a job: the newest ten, down to and with the display name `since`. */
export function describeRuns(job: Job, options: { nowMs: number; hasSteps: boolean; since: string | null }): Reply {
  const builds = job.builds.newest(10).flatMap((number) => job.builds.peek(number) ?? []);
  const last = builds.findIndex((build) => buildDisplayName(build) === options.since);
  return pluginJson((last < 0 ? builds : builds.slice(0, last + 1)).map((build) => showRun(build, options)));
}

export function describeJob(job: Job): Reply {
  const base = `/${itemPath(job)}wfapi`;
  const links = { self: { href: `${base}/describe` }, runs: { href: `${base}/runs` } };
  return pluginJson({ _links: links, name: job.displayName ?? job.name, runCount: job.builds.size });
}

const findNode = (build: Build, id: string) =>
  flattenStages(reveal(build.stages)).find((stage) => stage.id === id || Number(stage.id) + 1 === Number(id));

/** Last 10 KB of the log of a step; a stage itself has none. */
function nodeLog(build: Build, node: { id: string; stage: Stage }): Reply {
  const { id, stage } = node;
  if (id === stage.id) {
    return pluginJson({ nodeId: id, nodeStatus: 'SUCCESS', length: 0, hasMore: false, consoleUrl: null });
  }
  const text = stageLog(build, stage);
  const shown = { length: text.length, hasMore: text.length > 10_240, text: text.slice(-10_240) };
  const consoleUrl = `${buildPath(build)}/execution/node/${id}/log`;
  return pluginJson({ nodeId: id, nodeStatus: statuses[stage.state], ...shown, consoleUrl });
}

/** `execution/node/<id>/wfapi/describe|log`; null when there is no such node. */
export function describeNode(build: Build, node: { id: string; what: string; nowMs: number }): Reply | null {
  const stage = findNode(build, node.id);
  if (stage === undefined) return null;
  if (node.what === 'log') return nodeLog(build, { id: node.id, stage });
  if (node.id !== stage.id) return pluginJson(stepOf(stage, build));
  const shown = { build, nowMs: node.nowMs, hasRunningBranches: false, failedBefore: null };
  return pluginJson({ ...showStage(stage, shown), stageFlowNodes: [stepOf(stage, build)] });
}
