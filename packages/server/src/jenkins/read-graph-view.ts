import type { Stage, StageKind, StageStatus } from '../core/stage.ts';
import { asArray, asBoolean, asInteger, asObject, asText, type JsonObject, member } from './read-json.ts';
import { agentNamed, type ReadStages, stageLimits } from './read-stages.ts';

const statuses: Readonly<Record<string, StageStatus>> = {
  success: 'success',
  unstable: 'unstable',
  failure: 'failure',
  aborted: 'aborted',
  not_built: 'not_built',
  skipped: 'skipped',
  running: 'running',
  paused: 'paused',
  queued: 'queued',
};

function kindOf(raw: JsonObject): StageKind {
  if (asText(member(raw, 'type'), 50)?.toUpperCase() === 'PARALLEL') return 'parallel';
  return asBoolean(member(raw, 'synthetic')) === true ? 'synthetic' : 'stage';
}

function toStage(raw: JsonObject, id: string, parentId: string | null): Stage | null {
  const name = asText(member(raw, 'name'), 500);
  if (name === null) return null;
  const status = statuses[(asText(member(raw, 'state'), 50) ?? '').toLowerCase()] ?? 'unknown';
  const duration = asInteger(member(raw, 'totalDurationMillis'));
  const hasRun = status !== 'skipped' && status !== 'not_built' && status !== 'queued';
  const startedAtMs = asInteger(member(raw, 'startTimeMillis'));
  return {
    id,
    parentId,
    name,
    kind: kindOf(raw),
    status,
    startedAtMs: startedAtMs !== null && startedAtMs > 0 ? startedAtMs : null,
    durationMs: hasRun && status !== 'running' && duration !== null && duration >= 0 ? duration : null,
    pauseMs: Math.max(0, asInteger(member(raw, 'pauseDurationMillis')) ?? 0),
    agent: agentNamed(member(raw, 'agent')),
    errorMessage: null,
  };
}

interface Reading {
  readonly stages: Stage[];
  readonly ids: Set<string>;
  dropped: number;
  /** Times as text for people, from versions before April 2025. */
  hasTextTimes: boolean;
}

function read(values: readonly unknown[], parentId: string | null, reading: Reading, level: number): void {
  for (const value of values) {
    const raw = asObject(value);
    const id = raw === null ? null : asText(String(member(raw, 'id') ?? ''), 50);
    if (raw === null || id === null || reading.stages.length >= stageLimits.count || level > stageLimits.levels) {
      reading.dropped += 1;
      continue;
    }
    const children = asArray(member(raw, 'children'));
    // Stands for a pipeline that has no stages.
    const isPlaceholder = asBoolean(member(raw, 'placeholder')) === true;
    const stage = isPlaceholder || reading.ids.has(id) ? null : toStage(raw, id, parentId);
    if (stage === null) {
      if (!isPlaceholder) reading.dropped += 1;
      read(children, parentId, reading, level + 1);
      continue;
    }
    if (typeof member(raw, 'startTimeMillis') === 'string') reading.hasTextTimes = true;
    reading.ids.add(id);
    reading.stages.push(stage);
    read(children, id, reading, level + 1);
  }
}

/** Stages out of an answer of Pipeline Graph View; null when it is none, or one that tells no times. */
export function readGraphView(body: unknown): ReadStages | null {
  const data = asObject(member(asObject(body) ?? {}, 'data'));
  const list = data === null ? undefined : member(data, 'stages');
  if (data === null || !Array.isArray(list)) return null;
  const reading: Reading = { stages: [], ids: new Set(), dropped: 0, hasTextTimes: false };
  read(list, null, reading, 1);
  if (reading.hasTextTimes) return null;
  const isComplete = asBoolean(member(data, 'complete')) === true;
  return { stages: reading.stages, isComplete, dropped: reading.dropped };
}
