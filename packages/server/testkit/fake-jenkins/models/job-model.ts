import { type Bean, bean, beanOfDeclaredType, defineModel } from '../stapler/model.ts';
import type { BranchFacts, Item, Job, JobKind } from '../truth/item.ts';
import { fullDisplayName, fullName } from '../truth/item-names.ts';
import { ballColor } from './ball-color.ts';
import { jobClassNames } from './class-names.ts';
import { healthReport } from './health-report.ts';
import { itemUrl } from './item-url.ts';
import { namedAction, unexportedActions } from './plain-actions.ts';
import { queueItemBean } from './queue-model.ts';
import { allBuilds, firstBuild, lastBuild, newestBuilds, permalinkProperties } from './run-references.ts';
import type { Scope } from './scope.ts';

const className = (job: Job) => jobClassNames[job.kind];

/** What every item exports, folders too. */
export const itemProperties = {
  description: ({ description }: Item) => description,
  displayName: ({ displayName, name }: Item) => displayName ?? name,
  displayNameOrNull: ({ displayName }: Item) => displayName,
  fullDisplayName,
  fullName,
  name: { visibility: 3, get: ({ name }: Item) => name },
  url: { visibility: 3, get: itemUrl },
};

const displayAction = namedAction('org.jenkinsci.plugins.displayurlapi.actions.JobDisplayAction');
const credentialsAction = namedAction('com.cloudbees.plugins.credentials.ViewCredentialsAction');
const primaryAction = namedAction('jenkins.scm.api.metadata.PrimaryInstanceMetadataAction');

const contributorModel = defineModel<NonNullable<BranchFacts['pullRequest']>>({
  className: 'jenkins.scm.api.metadata.ContributorMetadataAction',
  visibility: 2,
  properties: {
    contributor: ({ contributor }) => contributor,
    contributorDisplayName: ({ contributorName }) => contributorName,
    contributorEmail: ({ contributorEmail }) => contributorEmail,
  },
});
const objectModel = defineModel<NonNullable<BranchFacts['pullRequest']>>({
  className: 'jenkins.scm.api.metadata.ObjectMetadataAction',
  visibility: 2,
  properties: { objectDisplayName: ({ title }) => title, objectUrl: ({ url }) => url },
});

function jobActions({ kind, branch }: Job): Bean[] {
  const last = [displayAction, credentialsAction];
  if (kind !== 'pipeline') return [...unexportedActions(2), ...last];
  if (branch === null) return [...unexportedActions(5), ...last];
  const { pullRequest, isPrimary, isDead } = branch;
  const facts = [
    ...(pullRequest === null ? [] : [bean(objectModel, pullRequest), bean(contributorModel, pullRequest)]),
    ...(isPrimary ? [primaryAction] : []),
  ];
  return [...unexportedActions(isDead ? 6 : 5), ...facts, ...unexportedActions(1), ...last];
}

const headModel = defineModel<BranchFacts>({
  className: ({ pullRequest }) =>
    pullRequest === null
      ? 'jenkins.plugins.git.GitBranchSCMHead'
      : 'org.jenkinsci.plugins.github_branch_source.PullRequestSCMHead',
  properties: { name: ({ head }) => head },
});
const branchModel = defineModel<BranchFacts>({
  // A living branch is of the declared class, which is then not written.
  className: ({ isDead }) => (isDead ? 'jenkins.branch.Branch$Dead' : null),
  properties: { head: (branch) => bean(headModel, branch) },
});
const branchPropertyModel = defineModel<BranchFacts>({
  className: 'org.jenkinsci.plugins.workflow.multibranch.BranchJobProperty',
  visibility: 2,
  properties: { branch: (branch) => bean(branchModel, branch) },
});

const queueItemOf = (job: Job, { world }: Scope) =>
  world.queue.find(({ state, task }) => state !== 'left' && task.type === 'job' && task.job === job);

const isDisabled = ({ isDisabled: disabled, branch }: Job) => disabled || branch?.isDead === true;

const queueProperties = {
  inQueue: (job: Job, scope: Scope) => queueItemOf(job, scope) !== undefined,
  queueItem: (job: Job, scope: Scope) => {
    const item = queueItemOf(job, scope);
    return item === undefined ? null : queueItemBean(item);
  },
};

/** What `Job` itself exports; pipelines export their place in the queue further down. */
const jobProperties = {
  ...permalinkProperties,
  allBuilds: { visibility: -2, get: allBuilds },
  buildable: (job: Job) => !isDisabled(job),
  builds: newestBuilds,
  color: { visibility: 2, get: (job: Job, { records }: Scope) => ballColor(job, records) },
  firstBuild,
  healthReport,
  keepDependencies: () => false,
  lastBuild,
  nextBuildNumber: ({ nextBuildNumber }: Job) => nextBuildNumber,
  property: ({ branch }: Job) => (branch === null ? [] : [bean(branchPropertyModel, branch)]),
};

const itemModel = defineModel<Job>({ className, properties: { ...itemProperties, actions: jobActions } });

const pipelineModel = defineModel<Job>({
  className,
  parent: defineModel<Job>({ className, parent: itemModel, properties: jobProperties }),
  properties: {
    ...queueProperties,
    concurrentBuild: ({ isConcurrent }) => isConcurrent,
    disabled: isDisabled,
    resumeBlocked: () => false,
  },
});

const externalModel = defineModel<Job>({
  className,
  parent: itemModel,
  properties: { ...jobProperties, ...queueProperties },
});

const noScm = namedAction('hudson.scm.NullSCM');

const projectModel = defineModel<Job>({
  className,
  parent: externalModel,
  properties: {
    concurrentBuild: ({ isConcurrent }) => isConcurrent,
    disabled: isDisabled,
    downstreamProjects: () => [],
    labelExpression: () => null,
    scm: () => noScm,
    upstreamProjects: () => [],
  },
});

const matrixModel = defineModel<Job>({
  className,
  parent: projectModel,
  properties: {
    activeConfigurations: ({ configurations }) =>
      configurations.map((configuration) => beanOfDeclaredType(projectModel, configuration)),
  },
});

function modelOf(kind: JobKind) {
  if (kind === 'pipeline') return pipelineModel;
  if (kind === 'matrix') return matrixModel;
  return kind === 'external' ? externalModel : projectModel;
}

export const jobBean = (job: Job): Bean => bean(modelOf(job.kind), job);
