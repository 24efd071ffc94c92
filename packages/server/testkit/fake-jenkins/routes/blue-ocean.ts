import { pluginJson, type Reply } from '../http/reply.ts';
import type { Build, Item } from '../truth/item.ts';
import { reveal } from '../truth/lazy.ts';
import { flattenStages, type Stage, type StageState } from '../truth/stage.ts';
import type { RouteContext } from './route-context.ts';

const outcomes: Record<StageState, { result: string; state: string }> = {
  success: { result: 'SUCCESS', state: 'FINISHED' },
  unstable: { result: 'UNSTABLE', state: 'FINISHED' },
  failure: { result: 'FAILURE', state: 'FINISHED' },
  aborted: { result: 'ABORTED', state: 'FINISHED' },
  skipped: { result: 'NOT_BUILT', state: 'SKIPPED' },
  running: { result: 'UNKNOWN', state: 'RUNNING' },
  paused: { result: 'UNKNOWN', state: 'PAUSED' },
};

const nodeClass = 'io.jenkins.blueocean.rest.impl.pipeline.PipelineNodeImpl';

function showNode(stage: Stage, parentOf: ReadonlyMap<string, string>): unknown {
  return {
    _class: nodeClass,
    causeOfBlockage: null,
    displayDescription: null,
    displayName: stage.name,
    durationInMillis: stage.durationMs ?? 0,
    edges: stage.children.map(({ id }) => ({ _class: `${nodeClass}$EdgeImpl`, id, type: 'STAGE' })),
    firstParent: parentOf.get(stage.id) ?? null,
    id: stage.id,
    ...outcomes[stage.state],
    startTime: new Date(stage.startedAtMs).toISOString().replace('Z', '+0000'),
    type: stage.type,
  };
}

function nodes(build: Build, limit: number): Reply {
  const all = flattenStages(reveal(build.stages));
  const parentOf = new Map(all.flatMap((stage) => stage.children.map(({ id }) => [id, stage.id] as const)));
  return pluginJson(all.slice(0, limit).map((stage) => showNode(stage, parentOf)));
}

/** Follows `pipelines/<name>` and `branches/<name>` pairs. */
function findBuild(segments: readonly string[], { world, viewer, records }: RouteContext): Build | null {
  let item: Item | undefined = world.root;
  let rest = segments;
  while ((rest[0] === 'pipelines' || rest[0] === 'branches') && item?.type === 'folder') {
    item = item.children.get(rest[1] ?? '');
    rest = rest.slice(2);
  }
  const isNodes = rest[0] === 'runs' && rest[2] === 'nodes' && rest.length === 3;
  if (item?.type !== 'job' || item.kind !== 'pipeline' || !viewer.canRead(item) || !isNodes) return null;
  return records.load(item, Number(rest[1]));
}

const defaultLimit = 100;

/** `/blue/rest/organizations/jenkins/…/runs/<n>/nodes/`; null when there is no such build. */
export function blueOceanNodes(context: RouteContext): Reply | null {
  const { segments, query } = context.request;
  if (segments.slice(0, 4).join('/') !== 'blue/rest/organizations/jenkins') return null;
  const build = findBuild(segments.slice(4), context);
  return build === null ? null : nodes(build, Number(query.get('limit') ?? defaultLimit));
}
