import { type Bean, bean, defineModel } from '../stapler/model.ts';
import type { Stage } from '../truth/stage.ts';

const colors = {
  success: 'blue',
  unstable: 'yellow',
  failure: 'red',
  aborted: 'aborted',
  skipped: 'blue',
  running: 'blue_anime',
  paused: 'blue_anime',
} as const;

const flowNodeModel = defineModel<Stage>({
  className: 'org.jenkinsci.plugins.workflow.cps.nodes.StepStartNode',
  properties: {
    displayName: ({ name, type }) => (type === 'PARALLEL' ? `Branch: ${name}` : name),
    iconColor: ({ state }) => colors[state],
    id: ({ id }) => id,
    parents: ({ id }) => [String(Math.max(2, Number(id) - 1))],
    running: ({ durationMs }) => durationMs === null,
  },
});

/** The start nodes of stages and branches: names, order and colour, no times. */
export const flowNodeBeans = (stages: readonly Stage[]): Bean[] => stages.map((stage) => bean(flowNodeModel, stage));
