import type { Stage, StageStatus } from '../core/stage.ts';
import { asInteger, asObject, asText, type JsonObject, member } from './read-json.ts';
import { type ReadStages, stageLimits } from './read-stages.ts';

const byState: Readonly<Record<string, StageStatus>> = {
  RUNNING: 'running',
  PAUSED: 'paused',
  QUEUED: 'queued',
  SKIPPED: 'skipped',
  NOT_BUILT: 'not_built',
};
const byResult: Readonly<Record<string, StageStatus>> = {
  SUCCESS: 'success',
  UNSTABLE: 'unstable',
  FAILURE: 'failure',
  ABORTED: 'aborted',
  NOT_BUILT: 'not_built',
};

const isOpen = (status: StageStatus) => status === 'running' || status === 'paused' || status === 'queued';

function statusOf(raw: JsonObject): StageStatus {
  const state = asText(member(raw, 'state'), 50) ?? '';
  const result = asText(member(raw, 'result'), 50) ?? '';
  return byState[state] ?? byResult[result] ?? 'unknown';
}

interface Node {
  readonly stage: Omit<Stage, 'parentId'>;
  /** Of a branch the stage around it; of a stage the one before it, or the branch in which it is the first. */
  readonly firstParent: string | null;
}

function toNode(value: unknown): Node | null {
  const raw = asObject(value);
  const id = raw === null ? null : asText(member(raw, 'id'), 50);
  const name = raw === null ? null : asText(member(raw, 'displayName'), 500);
  if (raw === null || id === null || name === null) return null;
  const status = statusOf(raw);
  const startedAtMs = Date.parse(asText(member(raw, 'startTime'), 50)?.replace(/([+-]\d\d)(\d\d)$/, '$1:$2') ?? '');
  const duration = asInteger(member(raw, 'durationInMillis'));
  const hasRun = !isOpen(status) && status !== 'skipped' && status !== 'not_built';
  const stage: Node['stage'] = {
    id,
    name,
    kind: asText(member(raw, 'type'), 50) === 'PARALLEL' ? 'parallel' : 'stage',
    status,
    startedAtMs: Number.isFinite(startedAtMs) && startedAtMs > 0 ? startedAtMs : null,
    durationMs: hasRun && duration !== null && duration >= 0 ? duration : null,
    pauseMs: 0,
    agent: null,
    errorMessage: null,
  };
  return { stage, firstParent: asText(member(raw, 'firstParent'), 50) };
}

/** Adds the nodes in the order in which parents come first. */
function place(nodes: readonly Node[]): readonly Stage[] {
  const placed = new Map<string, Stage>();
  for (const { stage, firstParent } of nodes) {
    const before = firstParent === null ? undefined : placed.get(firstParent);
    const isInside = stage.kind === 'parallel' || before?.kind === 'parallel';
    const parentId = before === undefined ? null : isInside ? before.id : before.parentId;
    if (!placed.has(stage.id)) placed.set(stage.id, { ...stage, parentId });
  }
  return [...placed.values()];
}

/** Stages out of Blue Ocean's list of nodes; null when it is none. */
export function readBlueOcean(body: unknown): ReadStages | null {
  if (!Array.isArray(body)) return null;
  const nodes = body
    .slice(0, stageLimits.count)
    .map(toNode)
    .filter((node) => node !== null);
  const stages = place(nodes);
  const isComplete = stages.every(({ status }) => !isOpen(status));
  return { stages, isComplete, dropped: body.length - stages.length };
}
