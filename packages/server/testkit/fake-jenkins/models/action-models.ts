import { type Bean, bean, defineModel } from '../stapler/model.ts';
import type { Build } from '../truth/item.ts';
import { itemPath } from '../truth/item-names.ts';
import { reveal } from '../truth/lazy.ts';
import { flattenStages } from '../truth/stage.ts';
import { causeBean } from './cause-model.ts';
import { flowNodeBeans } from './flow-node-model.ts';
import { checkoutBean } from './git-models.ts';
import { parameterBean } from './parameter-model.ts';
import { namedAction, unexportedActions } from './plain-actions.ts';
import { queueTimeBean } from './queue-time-model.ts';
import type { Scope } from './scope.ts';

const librariesAction = namedAction('org.jenkinsci.plugins.workflow.libs.LibrariesAction');
const restartAction = namedAction(
  'org.jenkinsci.plugins.pipeline.modeldefinition.actions.RestartDeclarativePipelineAction',
);
const inputAction = namedAction('org.jenkinsci.plugins.workflow.support.steps.input.InputAction');

const causesModel = defineModel<Build>({
  className: 'hudson.model.CauseAction',
  visibility: 2,
  properties: { causes: ({ causes }) => causes.map(causeBean) },
});

const parametersModel = defineModel<Build>({
  className: 'hudson.model.ParametersAction',
  visibility: 2,
  properties: { parameters: ({ parameters }) => parameters.map(parameterBean) },
});

const testsModel = defineModel<Build>({
  className: 'hudson.tasks.junit.TestResultAction',
  visibility: 2,
  properties: {
    failCount: ({ testCounts }) => testCounts?.failed ?? 0,
    skipCount: ({ testCounts }) => testCounts?.skipped ?? 0,
    totalCount: ({ testCounts }) => testCounts?.total ?? 0,
    urlName: () => 'testReport',
  },
});

const interruptionModel = defineModel<string>({
  className: 'jenkins.model.CauseOfInterruption$UserInterruption',
  properties: { shortDescription: (user) => `Aborted by ${user}` },
});

const interruptedModel = defineModel<Build>({
  className: 'jenkins.model.InterruptedBuildAction',
  properties: { causes: () => [bean(interruptionModel, 'admin')] },
});

const buildUrl = ({ job, number }: Build, rootUrl: string) => `${rootUrl}${itemPath(job)}${number}/`;

const displayUrlModel = defineModel<Build>({
  className: 'org.jenkinsci.plugins.displayurlapi.actions.RunDisplayAction',
  properties: {
    artifactsUrl: (build, { rootUrl }) => `${buildUrl(build, rootUrl)}artifact`,
    changesUrl: ({ job }, { rootUrl }) => `${rootUrl}${itemPath(job)}changes`,
    displayUrl: (build, { rootUrl }) => buildUrl(build, rootUrl),
    testsUrl: (build, { rootUrl }) => `${buildUrl(build, rootUrl)}testReport`,
  },
});

const scmRevisionModel = defineModel<string>({
  className: 'jenkins.plugins.git.AbstractGitSCMSource$SCMRevisionImpl',
  properties: { hash: (sha1) => sha1 },
});

const scmRevisionActionModel = defineModel<string>({
  className: 'jenkins.scm.api.SCMRevisionAction',
  properties: { revision: (sha1) => bean(scmRevisionModel, sha1) },
});

const flowGraphModel = defineModel<Build>({
  className: 'org.jenkinsci.plugins.workflow.job.views.FlowGraphAction',
  properties: { nodes: (build) => flowNodeBeans(flattenStages(reveal(build.stages))) },
});

/** What every kind of build has, in the order in which it was attached. */
function attachedActions(build: Build, { hasMetricsPlugin }: Scope): Bean[] {
  return [
    ...(build.parameters.length > 0 ? [bean(parametersModel, build)] : []),
    bean(causesModel, build),
    ...unexportedActions(build.causes.some(({ type }) => type === 'build-step') ? 1 : 0),
    ...(hasMetricsPlugin ? [queueTimeBean(build)] : []),
  ];
}

const testsAction = (build: Build) => (build.testCounts === null ? [] : [bean(testsModel, build)]);
const interruptedAction = (build: Build) => (build.result === 'ABORTED' ? [bean(interruptedModel, build)] : []);

/** `actions` of a freestyle, matrix or maven build. */
export function projectBuildActions(build: Build, scope: Scope): Bean[] {
  const checkouts = build.revisions.map((revision) => checkoutBean(build, revision));
  return [
    ...(build.job.kind === 'matrix-configuration' ? unexportedActions(1) : []),
    ...attachedActions(build, scope),
    ...checkouts,
    ...testsAction(build),
    ...interruptedAction(build),
    ...unexportedActions(checkouts.length > 0 ? 2 : 1),
    bean(displayUrlModel, build),
  ];
}

function pipelineSourceActions(build: Build): Bean[] {
  const checkouts = build.revisions.map((revision) => checkoutBean(build, revision));
  const [first] = build.revisions;
  if (build.job.branch === null || first === undefined) return [librariesAction, ...checkouts];
  return [bean(scmRevisionActionModel, first.sha1), librariesAction, ...unexportedActions(1), ...checkouts];
}

/** `actions` of a pipeline build: most of them export nothing, and how many there are depends on its state. */
export function pipelineBuildActions(build: Build, scope: Scope): Bean[] {
  const hasCheckout = build.revisions.length > 0;
  const hasWorkspace = !build.isBuilding && build.nodeUse.count > 0;
  return [
    ...attachedActions(build, scope),
    ...(build.hasFlow ? pipelineSourceActions(build) : []),
    ...testsAction(build),
    ...interruptedAction(build),
    ...(build.isWaitingForInput ? [inputAction] : []),
    ...unexportedActions(3 + (hasWorkspace ? 1 : 0) + (hasCheckout ? 1 : 0)),
    bean(displayUrlModel, build),
    restartAction,
    ...unexportedActions(build.isBuilding ? 2 : 1),
    bean(flowGraphModel, build),
    ...unexportedActions(2),
  ];
}
