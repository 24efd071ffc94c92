import { type Bean, bean, beanOfDeclaredType, defineModel } from '../stapler/model.ts';
import { type Agent, allLabels, type Executable } from '../truth/agent.ts';
import { buildDisplayName, fullDisplayName } from '../truth/item-names.ts';
import { buildBean } from './build-model.ts';
import { estimatedDurationMs } from './estimated-duration.ts';
import { itemUrl } from './item-url.ts';
import { labelBean } from './label-model.ts';
import { namedAction } from './plain-actions.ts';
import type { Scope } from './scope.ts';

type NodeBlock = Extract<Executable, { type: 'node-block' }>;

const nodeBlockName = ({ build, label }: NodeBlock) =>
  `${fullDisplayName(build.job)} ${buildDisplayName(build)}${label === '' ? '' : ` (${label})`}`;

/** A `node` block on an executor: number, address and start of the build, and no `building`. */
const nodeBlockModel = defineModel<NodeBlock>({
  className: 'org.jenkinsci.plugins.workflow.support.steps.ExecutorStepExecution$PlaceholderTask$PlaceholderExecutable',
  properties: {
    displayName: nodeBlockName,
    estimatedDuration: () => -1,
    fullDisplayName: nodeBlockName,
    number: ({ build }) => build.number,
    timestamp: ({ build }) => build.startedAtMs,
    url: ({ build }, scope) => `${itemUrl(build.job, scope)}${build.number}/`,
  },
});

interface Executor {
  readonly number: number;
  readonly executable: Executable | null;
}

/** Null when nothing runs, and when what runs may not be read. */
function currentExecutable({ executable }: Executor, { viewer }: Scope): Bean | null {
  if (executable === null || !viewer.canRead(executable.build.job)) return null;
  return executable.type === 'build' ? buildBean(executable.build) : bean(nodeBlockModel, executable);
}

function progress({ executable }: Executor, { nowMs, records }: Scope): number {
  if (executable === null || executable.type === 'node-block') return -1;
  const estimated = estimatedDurationMs(executable.build, records);
  if (estimated <= 0) return -1;
  return Math.min(99, Math.floor(((nowMs - executable.startedAtMs) * 100) / estimated));
}

const executorModel = defineModel<Executor>({
  className: null,
  properties: {
    currentExecutable,
    idle: ({ executable, number }) => (number < 0 ? undefined : executable === null),
    likelyStuck: ({ number }) => (number < 0 ? undefined : false),
    number: ({ number }) => number,
    progress,
  },
});

const offlineCauseModel = defineModel<NonNullable<Agent['offlineCause']>>({
  className: ({ className }) => className,
  properties: {
    description: ({ reason }) => `Disconnected by SYSTEM : ${reason}`,
    timestamp: ({ sinceMs }) => sinceMs,
  },
});

function icon({ isOffline, isTemporarilyOffline }: Agent): string {
  if (isTemporarilyOffline) return 'symbol-computer-disconnected';
  return isOffline ? 'symbol-computer-offline' : 'symbol-computer';
}

const isIdle = ({ executors, oneOffExecutors }: Agent) =>
  executors.every((slot) => slot === null) && oneOffExecutors.length === 0;

const computerModel = defineModel<Agent>({
  className: ({ name }) => (name === '' ? 'hudson.model.Hudson$MasterComputer' : 'hudson.slaves.SlaveComputer'),
  parent: defineModel<Agent>({
    className: null,
    properties: {
      actions: () => [],
      assignedLabels: (agent) => allLabels(agent).map(labelBean),
      description: ({ description }) => description,
      displayName: ({ displayName }) => displayName,
      executors: ({ executors }) =>
        executors.map((executable, number) => beanOfDeclaredType(executorModel, { number, executable })),
      icon,
      iconClassName: icon,
      idle: isIdle,
      jnlpAgent: ({ name, isOffline }) => name !== '' && isOffline,
      launchSupported: ({ name, isOffline }) => name === '' || !isOffline,
      loadStatistics: () => namedAction('hudson.model.Label$1'),
      manualLaunchAllowed: () => true,
      // Empty without Agent/Connect.
      monitorData: () => new Map(),
      numExecutors: ({ executors }) => executors.length,
      offline: ({ isOffline, isTemporarilyOffline }) => isOffline || isTemporarilyOffline,
      offlineCause: ({ offlineCause }) => (offlineCause === null ? null : bean(offlineCauseModel, offlineCause)),
      offlineCauseReason: ({ offlineCause }) => offlineCause?.reason ?? '',
      oneOffExecutors: ({ oneOffExecutors }) =>
        oneOffExecutors.map((executable) => beanOfDeclaredType(executorModel, { number: -1, executable })),
      temporarilyOffline: ({ isTemporarilyOffline }) => isTemporarilyOffline,
    },
  }),
  properties: { absoluteRemotePath: ({ name }) => (name === '' ? undefined : null) },
});

export const computerBean = (agent: Agent): Bean => bean(computerModel, agent);

const isUsable = ({ isOffline, isTemporarilyOffline }: Agent) => !isOffline && !isTemporarilyOffline;

const computersModel = defineModel<readonly Agent[]>({
  className: 'hudson.model.ComputerSet',
  properties: {
    busyExecutors: (agents) => agents.flatMap(({ executors }) => executors).filter((slot) => slot !== null).length,
    computer: { inline: true, get: (agents) => agents.map(computerBean) },
    displayName: () => 'Nodes',
    totalExecutors: (agents) => agents.filter(isUsable).reduce((sum, { executors }) => sum + executors.length, 0),
  },
});

export const computersBean = (agents: readonly Agent[]): Bean => bean(computersModel, agents);
