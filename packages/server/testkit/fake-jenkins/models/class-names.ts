import type { FolderKind, JobKind } from '../truth/item.ts';

export const jobClassNames: Record<JobKind, string> = {
  freestyle: 'hudson.model.FreeStyleProject',
  pipeline: 'org.jenkinsci.plugins.workflow.job.WorkflowJob',
  matrix: 'hudson.matrix.MatrixProject',
  'matrix-configuration': 'hudson.matrix.MatrixConfiguration',
  maven: 'hudson.maven.MavenModuleSet',
  external: 'hudson.model.ExternalJob',
};

export const folderClassNames: Record<FolderKind, string> = {
  root: 'hudson.model.Hudson',
  folder: 'com.cloudbees.hudson.plugins.folder.Folder',
  multibranch: 'org.jenkinsci.plugins.workflow.multibranch.WorkflowMultiBranchProject',
  organization: 'jenkins.branch.OrganizationFolder',
};
