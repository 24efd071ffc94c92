import { packStages } from '../../core/pack-stages.ts';
import type { Stage } from '../../core/stage.ts';
import { toStorableText } from '../../core/storable-text.ts';
import type { BuildStagesTable } from '../deep-tables.ts';
import { toFlag } from '../flag.ts';
import { idsOfNames, idsOfOwnNames } from '../name-dictionary.ts';
import type { StepContext } from '../step-context.ts';

export interface StagesToStore {
  readonly buildId: number;
  readonly stages: readonly Stage[];
  readonly isComplete: boolean;
  readonly source: string | null;
}

// A pipeline that goes over these is made by a machine; its first stages still tell what it does.
const mostStages = 5_000;
const mostNameLength = 500;
const mostErrorLength = 1_000;

function bounded(stages: readonly Stage[]): Stage[] {
  return stages.slice(0, mostStages).map((stage) => ({
    ...stage,
    name: toStorableText(stage.name, mostNameLength),
    agent: stage.agent === null ? null : toStorableText(stage.agent, mostNameLength),
    errorMessage: stage.errorMessage?.slice(0, mostErrorLength) ?? null,
  }));
}

/** Stores the stages of builds, each packed into one value, in place of what was there. */
export async function recordStages(context: StepContext, given: readonly StagesToStore[]): Promise<void> {
  const { connectionId, statements, tx } = context;
  const builds = given.map((build) => ({ ...build, stages: bounded(build.stages) }));
  const all = builds.flatMap(({ stages }) => stages);
  const nameIds = await idsOfOwnNames(
    context,
    'stage_name',
    all.map(({ name }) => name),
  );
  const agentIds = await idsOfNames(
    context,
    'agent',
    all.map(({ agent }) => agent),
  );
  const numbers = {
    ofName: (name: string) => nameIds.get(name) ?? 0,
    ofAgent: (agent: string) => agentIds.get(agent) ?? 0,
  };
  const rows = builds.map(
    (build): BuildStagesTable => ({
      build_id: build.buildId,
      connection_id: connectionId,
      source: build.source === null ? null : toStorableText(build.source, 50),
      is_complete: toFlag(build.isComplete),
      stages: packStages(build.stages, numbers),
    }),
  );
  await statements.insert(tx, 'build_stages', rows, (some) =>
    tx
      .insertInto('build_stages')
      .values(some)
      .onConflict((conflict) =>
        conflict.column('build_id').doUpdateSet((e) => ({
          source: e.ref('excluded.source'),
          is_complete: e.ref('excluded.is_complete'),
          stages: e.ref('excluded.stages'),
        })),
      ),
  );
}
