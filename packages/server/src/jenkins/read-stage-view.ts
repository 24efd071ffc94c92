import type { Stage, StageStatus } from '../core/stage.ts';
import { asInteger, asObject, asText, type JsonObject, member } from './read-json.ts';
import { type ReadStages, stageLimits } from './read-stages.ts';

const statuses: Readonly<Record<string, StageStatus>> = {
  SUCCESS: 'success',
  UNSTABLE: 'unstable',
  FAILED: 'failure',
  ABORTED: 'aborted',
  NOT_EXECUTED: 'skipped',
  IN_PROGRESS: 'running',
  PAUSED_PENDING_INPUT: 'paused',
};

const declarative = 'Declarative: ';
// How long a stage that was never reached seems to have run.
const mostSkippedMs = 1_000;

function nonNegative(value: unknown): number | null {
  const number = asInteger(value);
  return number !== null && number >= 0 ? number : null;
}

/** While branches run in parallel, running stages claim success after a negative time. */
function statusOf(raw: JsonObject): StageStatus {
  if ((asInteger(member(raw, 'durationMillis')) ?? 0) < 0) return 'running';
  return statuses[asText(member(raw, 'status'), 50) ?? ''] ?? 'unknown';
}

function toStage(raw: JsonObject): Stage | null {
  const id = asText(member(raw, 'id'), 50);
  const name = asText(member(raw, 'name'), 500);
  if (id === null || name === null) return null;
  const status = statusOf(raw);
  const startedAtMs = asInteger(member(raw, 'startTimeMillis'));
  const hasEnded = status !== 'running' && status !== 'paused' && status !== 'skipped';
  const error = asObject(member(raw, 'error'));
  const isSynthetic = name.startsWith(declarative);
  return {
    id,
    parentId: null,
    name: isSynthetic ? name.slice(declarative.length) : name,
    kind: isSynthetic ? 'synthetic' : 'stage',
    status,
    startedAtMs: startedAtMs !== null && startedAtMs > 0 ? startedAtMs : null,
    durationMs: hasEnded ? nonNegative(member(raw, 'durationMillis')) : null,
    pauseMs: nonNegative(member(raw, 'pauseDurationMillis')) ?? 0,
    agent: null,
    errorMessage: error === null ? null : asText(member(error, 'message'), 1_000),
  };
}

const endOf = ({ startedAtMs, durationMs }: Stage) => (startedAtMs ?? 0) + (durationMs ?? 0);

/** A stage that an earlier failure kept from running is told as failed, for moments, and with the earlier one's error. */
function isNeverReached(stage: Stage, before: readonly Stage[]): boolean {
  if (stage.status !== 'failure' || stage.errorMessage === null || (stage.durationMs ?? 0) > mostSkippedMs)
    return false;
  return before.some(
    (earlier) =>
      earlier.status === 'failure' &&
      earlier.errorMessage === stage.errorMessage &&
      endOf(earlier) <= (stage.startedAtMs ?? 0),
  );
}

/** Stages out of an answer of Stage View (`wfapi/describe`): flat, without branches; null when it is none. */
export function readStageView(body: unknown): ReadStages | null {
  const raw = asObject(body);
  const list = raw === null ? undefined : member(raw, 'stages');
  if (raw === null || !Array.isArray(list)) return null;
  const stages: Stage[] = [];
  for (const value of list.slice(0, stageLimits.count)) {
    const stage = toStage(asObject(value) ?? {});
    if (stage === null || stages.some(({ id }) => id === stage.id)) continue;
    const isSkipped = isNeverReached(stage, stages);
    stages.push(isSkipped ? { ...stage, status: 'skipped', durationMs: null, errorMessage: null } : stage);
  }
  const status = asText(member(raw, 'status'), 50);
  const isComplete = status !== 'IN_PROGRESS' && status !== 'PAUSED_PENDING_INPUT';
  return { stages, isComplete, dropped: list.length - stages.length };
}
