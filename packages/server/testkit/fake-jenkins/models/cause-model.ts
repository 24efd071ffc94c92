import { type Bean, bean, defineModel } from '../stapler/model.ts';
import { type Cause, describeCause } from '../truth/cause.ts';

const classNames = {
  user: 'hudson.model.Cause$UserIdCause',
  timer: 'hudson.triggers.TimerTrigger$TimerTriggerCause',
  scm: 'hudson.triggers.SCMTrigger$SCMTriggerCause',
  upstream: 'hudson.model.Cause$UpstreamCause',
  'build-step': 'org.jenkinsci.plugins.workflow.support.steps.build.BuildUpstreamCause',
  remote: 'hudson.model.Cause$RemoteCause',
  'branch-indexing': 'jenkins.branch.BranchIndexingCause',
  'branch-event': 'jenkins.branch.BranchEventCause',
  replay: 'org.jenkinsci.plugins.workflow.cps.replay.ReplayCause',
} as const;

const jobUrl = (fullName: string) => `job/${fullName.split('/').map(encodeURIComponent).join('/job/')}/`;

const causeModel = defineModel<Cause>({
  className: (cause) => (cause.type === 'other' ? cause.className : classNames[cause.type]),
  // Every cause has this one from its super class.
  parent: defineModel<Cause>({ className: null, visibility: 3, properties: { shortDescription: describeCause } }),
  visibility: 3,
  properties: {
    userId: (cause) => (cause.type === 'user' ? cause.userId : undefined),
    userName: (cause) => (cause.type === 'user' ? (cause.userName ?? cause.userId ?? 'anonymous') : undefined),
    addr: (cause) => (cause.type === 'remote' ? cause.addr : undefined),
    note: (cause) => (cause.type === 'remote' ? cause.note : undefined),
    upstreamBuild: (cause) => ('project' in cause ? cause.build : undefined),
    upstreamProject: (cause) => ('project' in cause ? cause.project : undefined),
    upstreamUrl: (cause) => ('project' in cause ? jobUrl(cause.project) : undefined),
  },
});

export const causeBean = (cause: Cause): Bean => bean(causeModel, cause);
