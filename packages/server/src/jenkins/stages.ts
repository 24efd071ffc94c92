import type { ItemPath } from '../core/job.ts';
import { type FoundStageSource, type StageSource, stageSources } from '../core/stage.ts';
import { type Access, type AnswerOutcome, answered, problem } from './access.ts';
import { askStageSource, type StageQuestion } from './ask-stage-source.ts';
import type { BuildStages } from './controller.ts';
import { isPipeline } from './job-kind.ts';
import { type Miss, miss } from './miss.ts';
import { readBlueOcean } from './read-blue-ocean.ts';
import { readGraphView } from './read-graph-view.ts';
import { readStageView } from './read-stage-view.ts';
import type { ReadStages } from './read-stages.ts';
import { type Attempt, failed, type Reply } from './reply.ts';

const readers: Readonly<Record<StageSource, (body: unknown) => ReadStages | null>> = {
  stages: readGraphView,
  'pipeline-overview': readGraphView,
  'pipeline-graph': readGraphView,
  wfapi: readStageView,
  'blue-ocean': readBlueOcean,
};

// A plugin can be installed without a restart.
const lookAgainMs = 6 * 3_600_000;

/** Which plugin answered last on this controller; forgotten when the controller restarts, for it may have other plugins then. */
export interface StageMemory {
  source: FoundStageSource | null;
  session: string | null;
  foundAtMs: number;
}

export function createStageMemory(): StageMemory {
  return { source: null, session: null, foundAtMs: 0 };
}

/** What an earlier run found out, so that it is not tried out again; forgotten if the controller has restarted meanwhile. */
export function recallStageSource(memory: StageMemory, source: FoundStageSource, found: StageFinding): void {
  memory.source ??= source;
  memory.session ??= found.session;
  memory.foundAtMs = found.atMs;
}

export interface StageFinding {
  readonly session: string;
  readonly atMs: number;
}

interface Found {
  readonly source: StageSource;
  readonly read: ReadStages;
  readonly reply: Reply;
}

async function tryOne(access: Access, source: StageSource, question: StageQuestion): Promise<Attempt<Found>> {
  const attempt = await askStageSource(access, source, question);
  if (!attempt.ok) return attempt;
  const read = readers[source](attempt.value.body);
  // What tells no stages, or none with times, is of as little use as a plugin that is not there.
  return read === null
    ? failed(miss('absent', 'bad_data'))
    : { ok: true, value: { source, read, reply: attempt.value } };
}

/** The plugin is not there, or of no use; Jenkins' own 404 below a build means instead that the build is gone. */
function isOtherSource({ reason, isFromJenkins, problem: { code } }: Miss, source: StageSource): boolean {
  if (reason === 'absent') return !isFromJenkins || source === 'blue-ocean';
  return reason === 'broken' || (reason === 'foreign' && code === 'not_jenkins');
}

interface Search {
  /** Null = no plugin tells stages. */
  readonly found: Found | null;
  /** A better source failed on this build only: not to be remembered for the others. */
  readonly isExceptional: boolean;
}

async function search(
  access: Access,
  sources: readonly StageSource[],
  question: StageQuestion,
): Promise<Attempt<Search>> {
  let broken: Miss | null = null;
  for (const source of sources) {
    const attempt = await tryOne(access, source, question);
    if (attempt.ok) return { ok: true, value: { found: attempt.value, isExceptional: broken !== null } };
    if (!isOtherSource(attempt.miss, source)) return attempt;
    if (attempt.miss.reason === 'broken') broken ??= attempt.miss;
  }
  return broken === null ? { ok: true, value: { found: null, isExceptional: false } } : failed(broken);
}

function isRemembered(access: Access, memory: StageMemory): boolean {
  if (memory.source === null || memory.session !== access.door.session()) return false;
  return memory.source !== 'none' || access.clock.nowMs() - memory.foundAtMs < lookAgainMs;
}

function inOrder(first: StageSource | null): readonly StageSource[] {
  return first === null ? stageSources : [first, ...stageSources.filter((source) => source !== first)];
}

function remember(access: Access, memory: StageMemory, { found, isExceptional }: Search, job: ItemPath): void {
  // A job that is no pipeline has no stages anywhere: that says nothing about the plugins.
  if (isExceptional || (found === null && !isPipeline(access.kinds.kindOf(job)))) return;
  memory.source = found?.source ?? 'none';
  memory.session = access.door.session();
  memory.foundAtMs = access.clock.nowMs();
}

/** Stages of a pipeline build, from whichever plugin the controller has; null when the build is gone (404). */
export async function askStages(
  access: Access,
  memory: StageMemory,
  question: StageQuestion,
): Promise<AnswerOutcome<BuildStages | null>> {
  const noReply: Reply = { body: null, version: null, session: access.door.session(), serverTimeMs: null };
  const noStages: BuildStages = { stages: [], isComplete: true, source: null };
  const known = isRemembered(access, memory) ? memory.source : null;
  if (known === 'none') return answered(noStages, noReply);
  const attempt = await search(access, inOrder(known), question);
  if (!attempt.ok) return attempt.miss.reason === 'absent' ? answered(null, noReply) : problem(attempt.miss.problem);
  remember(access, memory, attempt.value, question.job);
  if (attempt.value.found === null) return answered(noStages, noReply);
  const { source, read } = attempt.value.found;
  const { stages, isComplete, dropped } = read;
  return answered({ stages, isComplete, source }, noReply, dropped);
}
