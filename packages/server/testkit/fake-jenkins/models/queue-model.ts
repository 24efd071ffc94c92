import { type Bean, bean, defineModel } from '../stapler/model.ts';
import type { Job } from '../truth/item.ts';
import { buildDisplayName, fullDisplayName, itemPath } from '../truth/item-names.ts';
import type { QueueItem } from '../truth/queue-item.ts';
import { ballColor } from './ball-color.ts';
import { buildBean } from './build-model.ts';
import { causeBean } from './cause-model.ts';
import { jobClassNames } from './class-names.ts';
import { itemUrl } from './item-url.ts';
import { parameterBean } from './parameter-model.ts';
import type { Scope } from './scope.ts';

/** A job, as far as the queue tells of it. */
const jobTaskModel = defineModel<Job>({
  className: ({ kind }) => jobClassNames[kind],
  parent: defineModel<Job>({
    className: null,
    visibility: 3,
    properties: { name: ({ name }) => name, url: itemUrl },
  }),
  properties: { color: { visibility: 2, get: (job, { records }) => ballColor(job, records) } },
});

type NodeBlock = Extract<QueueItem['task'], { type: 'node-block' }>;

/** A `node` step that waits for an agent: its address is relative, unlike every other. */
const nodeBlockModel = defineModel<NodeBlock>({
  className: 'org.jenkinsci.plugins.workflow.support.steps.ExecutorStepExecution$PlaceholderTask',
  properties: {
    name: ({ build }) => `part of ${fullDisplayName(build.job)} ${buildDisplayName(build)}`,
    url: ({ build }) => `${itemPath(build.job)}${build.number}/`,
  },
});

const classNames = {
  waiting: 'hudson.model.Queue$WaitingItem',
  blocked: 'hudson.model.Queue$BlockedItem',
  buildable: 'hudson.model.Queue$BuildableItem',
  left: 'hudson.model.Queue$LeftItem',
} as const;

const causesModel = defineModel<QueueItem>({
  className: 'hudson.model.CauseAction',
  visibility: 3,
  properties: { causes: ({ causes }) => causes.map(causeBean) },
});
const parametersModel = defineModel<QueueItem>({
  className: 'hudson.model.ParametersAction',
  visibility: 3,
  properties: { parameters: ({ parameters }) => parameters.map(parameterBean) },
});

function actions(item: QueueItem): Bean[] {
  return [
    ...(item.parameters.length > 0 ? [bean(parametersModel, item)] : []),
    ...(item.causes.length > 0 ? [bean(causesModel, item)] : []),
  ];
}

function executable({ executable: build, state }: QueueItem, { records }: Scope): Bean | null | undefined {
  if (state !== 'left') return undefined;
  if (build !== null) records.touch(build.job, build.number);
  return build === null ? null : buildBean(build);
}

const isNotRunYet = ({ state }: QueueItem) => state === 'blocked' || state === 'buildable';

const queueItemModel = defineModel<QueueItem>({
  className: ({ state }) => classNames[state],
  parent: defineModel<QueueItem>({
    className: null,
    visibility: 2,
    properties: {
      actions: { visibility: 1, get: actions },
      blocked: ({ state }) => state === 'blocked',
      buildable: ({ state }) => state === 'buildable',
      id: ({ id }) => id,
      inQueueSince: ({ inQueueSinceMs }) => inQueueSinceMs,
      params: ({ parameters }) => parameters.map(({ name, value }) => `\n${name}=${value}`).join(''),
      stuck: ({ isStuck }) => isStuck,
      task: ({ task }) => (task.type === 'job' ? bean(jobTaskModel, task.job) : bean(nodeBlockModel, task)),
      url: ({ id }) => `queue/item/${id}/`,
      why: ({ why }) => why,
    },
  }),
  visibility: 2,
  properties: {
    buildableStartMilliseconds: (item) => (isNotRunYet(item) ? item.buildableSinceMs : undefined),
    cancelled: ({ state, executable: build }) => (state === 'left' ? build === null : undefined),
    executable,
    pending: { visibility: 1, get: ({ state }) => (state === 'buildable' ? false : undefined) },
    timestamp: ({ state, quietUntilMs }) => (state === 'waiting' ? quietUntilMs : undefined),
  },
});

export const queueItemBean = (item: QueueItem): Bean => bean(queueItemModel, item);

const taskJob = ({ task }: QueueItem): Job => (task.type === 'job' ? task.job : task.build.job);
const isWaiting = ({ state }: QueueItem) => state !== 'left';

const discoverableModel = defineModel<QueueItem>({
  className: null,
  properties: { task: ({ task }) => (task.type === 'job' ? bean(discoverableTaskModel, task.job) : null) },
});
const discoverableTaskModel = defineModel<Job>({
  className: ({ kind }) => jobClassNames[kind],
  visibility: 3,
  properties: { name: ({ name }) => name, url: itemUrl },
});

const queueModel = defineModel<null>({
  className: 'hudson.model.Queue',
  properties: {
    // Items of jobs that the viewer cannot read are left out without a trace.
    items: {
      inline: true,
      get: (_queue, { world, viewer }) =>
        world.queue.filter((item) => isWaiting(item) && viewer.canRead(taskJob(item))).map(queueItemBean),
    },
    discoverableItems: {
      inline: true,
      get: (_queue, { world, viewer }) =>
        world.queue
          .filter((item) => isWaiting(item) && !viewer.canRead(taskJob(item)) && viewer.canDiscover(taskJob(item)))
          .map((item) => bean(discoverableModel, item)),
    },
  },
});

export const queueBean = (): Bean => bean(queueModel, null);
