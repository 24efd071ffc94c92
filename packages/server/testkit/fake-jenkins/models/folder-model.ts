import { type Bean, bean, defineModel } from '../stapler/model.ts';
import { allLabels } from '../truth/agent.ts';
import type { Folder, Item } from '../truth/item.ts';

import { folderClassNames } from './class-names.ts';
import { itemUrl } from './item-url.ts';
import { itemProperties, jobBean } from './job-model.ts';
import { labelBean } from './label-model.ts';
import { namedAction, unexportedActions } from './plain-actions.ts';
import type { Scope } from './scope.ts';

/** Items in the order of Jenkins: by name, letters of either case alike. */
export function sortedItems(folder: Folder): Item[] {
  const keyed = [...folder.children.values()].map((item) => ({ key: item.name.toLowerCase(), item }));
  return keyed.sort((a, b) => (a.key < b.key ? -1 : 1)).map(({ item }) => item);
}

/** `jobs` of a folder: a real list of what the viewer may read; the rest is left out without a trace. */
function readableItems(folder: Folder, { viewer }: Scope): Bean[] {
  return sortedItems(folder)
    .filter((item) => viewer.canRead(item))
    .map(itemBean);
}

export const itemBean = (item: Item): Bean => (item.type === 'job' ? jobBean(item) : folderBean(item));

const viewModel = defineModel<{ folder: Folder; name: string; className: string }>({
  className: ({ className }) => className,
  visibility: 3,
  properties: {
    name: ({ name }) => name,
    url: ({ folder }, scope) => itemUrl(folder, scope),
    jobs: { visibility: 1, get: ({ folder }, scope) => readableItems(folder, scope) },
  },
});

/** The view that shows all items of a folder. */
export function viewBean(folder: Folder): Bean {
  const isBranches = folder.kind === 'multibranch' || folder.kind === 'organization';
  const className = isBranches ? 'jenkins.branch.MultiBranchProjectViewHolder$ViewImpl' : 'hudson.model.AllView';
  const name = isBranches ? 'default' : folder.kind === 'root' ? 'all' : 'All';
  return bean(viewModel, { folder, name, className });
}

const credentialsAction = namedAction('com.cloudbees.plugins.credentials.ViewCredentialsAction');
const className = ({ kind }: Folder) => folderClassNames[kind];

const plainFolderModel = defineModel<Folder>({
  className,
  parent: defineModel<Folder>({
    className,
    properties: {
      ...itemProperties,
      actions: ({ kind }) => [...unexportedActions(kind === 'multibranch' ? 3 : 2), credentialsAction],
    },
  }),
  properties: {
    healthReport: () => [],
    jobs: readableItems,
    primaryView: viewBean,
    views: (folder) => [viewBean(folder)],
  },
});

const computedFolderModel = defineModel<Folder>({
  className,
  parent: plainFolderModel,
  properties: { buildable: () => true, sources: () => unexportedActions(1) },
});

const rootModel = defineModel<Folder>({
  className,
  parent: defineModel<Folder>({
    className: null,
    properties: {
      assignedLabels: (_root, { world }) => allLabels(world.builtIn).map(labelBean),
      mode: () => 'NORMAL',
      nodeDescription: (_root, { world }) => world.builtIn.description,
      nodeName: () => '',
      numExecutors: (_root, { world }) => world.builtIn.executors.length,
    },
  }),
  properties: {
    description: (_root, { world }) => world.description,
    jobs: readableItems,
    overallLoad: () => unexportedActions(1)[0],
    primaryView: viewBean,
    quietDownReason: () => null,
    quietingDown: (_root, { world }) => world.isQuietingDown,
    slaveAgentPort: () => -1,
    unlabeledLoad: () => namedAction('jenkins.model.UnlabeledLoadStatistics'),
    url: (_root, { rootUrl }) => rootUrl,
    useCrumbs: () => true,
    useSecurity: () => true,
    views: (folder) => [viewBean(folder)],
  },
});

export function folderBean(folder: Folder): Bean {
  if (folder.kind === 'root') return bean(rootModel, folder);
  return bean(folder.kind === 'folder' ? plainFolderModel : computedFolderModel, folder);
}
