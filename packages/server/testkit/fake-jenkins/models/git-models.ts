import { type Bean, bean, beanOfDeclaredType, defineModel } from '../stapler/model.ts';
import type { Build, Commit, Revision } from '../truth/item.ts';

interface Checkout {
  readonly build: Build;
  readonly revision: Revision;
}

const branchModel = defineModel<Revision>({
  className: null,
  visibility: 9,
  properties: { SHA1: ({ sha1 }) => sha1, name: ({ branch }) => branch },
});

const revisionModel = defineModel<Revision>({
  className: null,
  visibility: 9,
  properties: { SHA1: ({ sha1 }) => sha1, branch: (revision) => [beanOfDeclaredType(branchModel, revision)] },
});

const gitBuildModel = defineModel<Checkout>({
  className: 'hudson.plugins.git.util.Build',
  visibility: 9,
  properties: {
    buildNumber: ({ build }) => build.number,
    buildResult: () => null,
    marked: ({ revision }) => beanOfDeclaredType(revisionModel, revision),
    revision: ({ revision }) => beanOfDeclaredType(revisionModel, revision),
  },
});

const buildDataModel = defineModel<Checkout>({
  className: 'hudson.plugins.git.util.BuildData',
  visibility: 3,
  properties: {
    buildsByBranchName: (checkout) => new Map([[checkout.revision.branch, bean(gitBuildModel, checkout)]]),
    lastBuiltRevision: ({ revision }) => beanOfDeclaredType(revisionModel, revision),
    remoteUrls: ({ revision }) => [revision.remoteUrl],
    scmName: () => '',
  },
});

/** `BuildData` of one checkout. */
export const checkoutBean = (build: Build, revision: Revision): Bean => bean(buildDataModel, { build, revision });

const personModel = defineModel<string>({
  className: null,
  visibility: 9,
  properties: {
    absoluteUrl: (name, { rootUrl }) => `${rootUrl}user/${encodeURIComponent(name)}`,
    fullName: (name) => name,
  },
});

export const personBean = (name: string): Bean => beanOfDeclaredType(personModel, name);

const pathModel = defineModel<Commit['paths'][number]>({
  className: null,
  visibility: 9,
  properties: { editType: ({ editType }) => editType, file: ({ file }) => file },
});

function gitDate(ms: number): string {
  return `${new Date(ms).toISOString().slice(0, 19).replace('T', ' ')} +0000`;
}

const commitModel = defineModel<Commit>({
  className: 'hudson.plugins.git.GitChangeSet',
  // Stapler writes these before the others: they belong to the super class.
  parent: defineModel<Commit>({
    className: null,
    visibility: 9,
    properties: {
      affectedPaths: ({ paths }) => paths.map(({ file }) => file),
      commitId: ({ commitId }) => commitId,
      timestamp: ({ committedAtMs }) => committedAtMs,
    },
  }),
  visibility: 9,
  properties: {
    author: ({ authorName }) => personBean(authorName),
    authorEmail: ({ authorEmail }) => authorEmail,
    comment: ({ comment }) => comment,
    date: ({ committedAtMs }) => gitDate(committedAtMs),
    id: ({ commitId }) => commitId,
    msg: ({ comment }) => comment.split('\n', 1)[0],
    paths: ({ paths }) => paths.map((path) => beanOfDeclaredType(pathModel, path)),
  },
});

const changeSetModel = defineModel<readonly Commit[]>({
  className: (commits) =>
    commits.length === 0 ? 'hudson.scm.EmptyChangeLogSet' : 'hudson.plugins.git.GitChangeSetList',
  visibility: 9,
  properties: {
    items: (commits) => commits.map((commit) => bean(commitModel, commit)),
    kind: (commits) => (commits.length === 0 ? null : 'git'),
  },
});

export const changeSetBean = (commits: readonly Commit[]): Bean => bean(changeSetModel, commits);
