export type StageState = 'success' | 'unstable' | 'failure' | 'aborted' | 'skipped' | 'running' | 'paused';

/** A stage or a branch of a `parallel` step, with what runs inside it. */
export interface Stage {
  /** Id of the flow node: a small integer as text, unique in its build. */
  readonly id: string;
  readonly name: string;
  readonly type: 'STAGE' | 'PARALLEL';
  readonly state: StageState;
  readonly startedAtMs: number;
  /** Null while it runs. */
  readonly durationMs: number | null;
  readonly pauseMs: number;
  /** Null outside of `node`; `built-in` for the controller's own node. */
  readonly agent: string | null;
  readonly children: readonly Stage[];
  /** Made by Jenkins and not by the author: "Checkout SCM", "Post Actions". */
  readonly isSynthetic: boolean;
  /** A branch of a declarative `parallel`, which is a stage too: Stage View lists it. */
  readonly isDeclarativeBranch: boolean;
  readonly errorMessage: string | null;
}

/** A stage with the members that a test does not care about filled in. */
export function makeStage(stage: Pick<Stage, 'id' | 'name' | 'startedAtMs'> & Partial<Stage>): Stage {
  return {
    type: 'STAGE',
    state: 'success',
    durationMs: 1000,
    pauseMs: 0,
    agent: null,
    children: [],
    isSynthetic: false,
    isDeclarativeBranch: false,
    errorMessage: null,
    ...stage,
  };
}

/** All stages of a tree, parents before their children. */
export function flattenStages(stages: readonly Stage[]): Stage[] {
  return stages.flatMap((stage) => [stage, ...flattenStages(stage.children)]);
}
