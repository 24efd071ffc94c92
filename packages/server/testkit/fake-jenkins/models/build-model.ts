import { type Bean, bean, beanOfDeclaredType, defineModel } from '../stapler/model.ts';
import type { Build, Job, JobKind } from '../truth/item.ts';
import { buildDisplayName, fullDisplayName } from '../truth/item-names.ts';
import { reveal } from '../truth/lazy.ts';
import { pipelineBuildActions, projectBuildActions } from './action-models.ts';
import { estimatedDurationMs } from './estimated-duration.ts';
import { changeSetBean, personBean } from './git-models.ts';
import { itemUrl } from './item-url.ts';
import { namedAction, unexportedActions } from './plain-actions.ts';
import type { Scope } from './scope.ts';

const classNames: Record<JobKind, string> = {
  freestyle: 'hudson.model.FreeStyleBuild',
  pipeline: 'org.jenkinsci.plugins.workflow.job.WorkflowRun',
  matrix: 'hudson.matrix.MatrixBuild',
  'matrix-configuration': 'hudson.matrix.MatrixRun',
  maven: 'hudson.maven.MavenModuleSetBuild',
  external: 'hudson.model.ExternalRun',
};

const className = (build: Build) => classNames[build.job.kind];
const [plainExecutor] = unexportedActions(1);
const oneOffExecutor = namedAction('hudson.model.OneOffExecutor');

function executor({ isBuilding, job }: Build): Bean | null | undefined {
  if (!isBuilding) return null;
  return job.kind === 'pipeline' || job.kind === 'matrix' ? oneOffExecutor : plainExecutor;
}

function culprits({ commits }: Build): Bean[] {
  return [...new Set(reveal(commits).map(({ authorName }) => authorName))].map(personBean);
}

/** What `Run` itself exports; pipelines export `inProgress` further down. */
const run = {
  artifacts: () => [],
  building: ({ isBuilding }: Build) => isBuilding,
  description: ({ description }: Build) => description,
  displayName: buildDisplayName,
  duration: ({ durationMs }: Build) => durationMs,
  estimatedDuration: (build: Build, { records }: Scope) => estimatedDurationMs(build, records),
  executor,
  fingerprint: { visibility: -1, get: () => [] },
  fullDisplayName: (build: Build) => `${fullDisplayName(build.job)} ${buildDisplayName(build)}`,
  id: ({ number }: Build) => String(number),
  keepLog: ({ isKept }: Build) => isKept,
  number: { visibility: 2, get: ({ number }: Build) => number },
  queueId: ({ queueId }: Build) => queueId,
  result: ({ result }: Build) => result,
  timestamp: ({ startedAtMs }: Build) => startedAtMs,
  url: {
    visibility: 2,
    get: ({ job, number }: Build, scope: Scope) => `${itemUrl(job, scope)}${number}/`,
  },
};

const inProgress = ({ isInProgress }: Build) => isInProgress;

const externalRunModel = defineModel<Build>({
  className,
  properties: { ...run, actions: projectBuildActions, inProgress },
});

const projectBuildModel = defineModel<Build>({
  className,
  parent: externalRunModel,
  properties: {
    builtOn: ({ builtOn }) => builtOn,
    changeSet: ({ commits }) => changeSetBean(reveal(commits)),
    culprits,
  },
});

function neighbour(job: Job, number: number | undefined, { records }: Scope): Bean | null {
  const build = records.load(job, number);
  return build === null ? null : beanOfDeclaredType(pipelineBuildModel, build);
}

const pipelineBuildModel = defineModel<Build>({
  className,
  parent: defineModel<Build>({ className, properties: { ...run, actions: pipelineBuildActions } }),
  properties: {
    changeSets: (build) => {
      const commits = reveal(build.commits);
      return commits.length === 0 ? [] : [changeSetBean(commits)];
    },
    culprits,
    inProgress,
    nextBuild: ({ job, number }, scope) => neighbour(job, job.builds.after(number), scope),
    previousBuild: ({ job, number }, scope) => neighbour(job, job.builds.before(number), scope),
  },
});

/** Runs of the cells, by name; a cell that was not run again shows its newest run before. */
function matrixRuns({ job, number }: Build, { records }: Scope): Bean[] {
  const cells = [...job.configurations].sort((a, b) => (a.name < b.name ? -1 : 1));
  return cells.flatMap((cell) => {
    const build = records.load(cell, cell.builds.has(number) ? number : cell.builds.before(number));
    return build === null ? [] : [beanOfDeclaredType(projectBuildModel, build)];
  });
}

const matrixBuildModel = defineModel<Build>({
  className,
  parent: projectBuildModel,
  properties: { runs: matrixRuns },
});

function modelOf(kind: JobKind) {
  if (kind === 'pipeline') return pipelineBuildModel;
  if (kind === 'matrix') return matrixBuildModel;
  return kind === 'external' ? externalRunModel : projectBuildModel;
}

export const buildBean = (build: Build): Bean => bean(modelOf(build.job.kind), build);
