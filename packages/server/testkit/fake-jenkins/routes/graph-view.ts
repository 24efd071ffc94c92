import { plainText, pluginJson, type Reply } from '../http/reply.ts';
import type { Build } from '../truth/item.ts';
import { itemPath } from '../truth/item-names.ts';
import { reveal } from '../truth/lazy.ts';
import { flattenStages, type Stage } from '../truth/stage.ts';
import { stageLog } from './stage-log.ts';

interface Shown {
  readonly build: Build;
  /** `pipeline-overview`, later `stages`. */
  readonly page: string;
}

function showStage(stage: Stage, shown: Shown): unknown {
  const { build, page } = shown;
  return {
    id: stage.id,
    name: stage.name,
    // A stage that waits for a person or an agent says `running` too.
    state: stage.state === 'paused' ? 'running' : stage.state,
    type: stage.type,
    title: stage.name,
    pauseDurationMillis: stage.pauseMs,
    startTimeMillis: stage.startedAtMs,
    ...(stage.durationMs === null ? {} : { totalDurationMillis: stage.durationMs }),
    children: stage.children.map((child) => showStage(child, shown)),
    isSequential: false,
    synthetic: stage.isSynthetic,
    placeholder: false,
    ...(stage.agent === null ? {} : { agent: stage.agent }),
    url: `/${itemPath(build.job)}${build.number}/${page}?selected-node=${stage.id}`,
  };
}

function placeholder({ build, page }: Shown): unknown {
  return {
    id: '2',
    name: 'System Generated',
    state: build.isBuilding ? 'running' : build.result === 'SUCCESS' ? 'success' : 'failure',
    type: 'PIPELINE_START',
    title: 'System Generated',
    pauseDurationMillis: 0,
    startTimeMillis: build.startedAtMs,
    ...(build.isBuilding ? {} : { totalDurationMillis: build.durationMs }),
    children: [],
    isSequential: false,
    synthetic: true,
    placeholder: true,
    url: `/${itemPath(build.job)}${build.number}/${page}?selected-node=2`,
  };
}

const cacheControl = (isComplete: boolean) => ({
  'Cache-Control': isComplete ? 'private, immutable, max-age=86400' : 'private, no-store',
});

/** `tree` of Pipeline Graph View: nested stages. A build that did not compile stays incomplete and empty for ever. */
export function graphViewTree(build: Build, page: string): Reply {
  const shown = { build, page };
  const isComplete = !build.isBuilding && build.hasFlow;
  const stages = reveal(build.stages).map((stage) => showStage(stage, shown));
  const isBare = stages.length === 0 && build.hasFlow;
  const data = { complete: isComplete, stages: isBare ? [placeholder(shown)] : stages };
  return pluginJson({ status: 'ok', data }, cacheControl(isComplete));
}

/** `allSteps`: one step for every stage that has none inside. */
export function graphViewSteps(build: Build): Reply {
  const leaves = flattenStages(reveal(build.stages)).filter(({ children }) => children.length === 0);
  const steps = leaves.map((stage) => ({
    id: String(Number(stage.id) + 1),
    name: stage.name.toLowerCase(),
    state: stage.state,
    type: 'STEP',
    title: '',
    pauseDurationMillis: 0,
    startTimeMillis: stage.startedAtMs,
    ...(stage.durationMs === null ? {} : { totalDurationMillis: stage.durationMs }),
    stageId: stage.id,
  }));
  const data = { steps, runIsComplete: !build.isBuilding };
  return pluginJson({ status: 'ok', data }, cacheControl(!build.isBuilding));
}

/** `log?nodeId=`: plain text of one stage; null when there is no such stage. */
export function graphViewLog(build: Build, nodeId: string | null): Reply | null {
  const stage = flattenStages(reveal(build.stages)).find(({ id }) => id === nodeId);
  return stage === undefined ? null : plainText(stageLog(build, stage));
}
