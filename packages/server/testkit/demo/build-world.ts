import type { Job } from '../fake-jenkins/truth/item.ts';
import { World } from '../fake-jenkins/world.ts';
import { addHistory, type DemoJob } from './history.ts';
import type { BranchProfile, ControllerPlan, JobProfile } from './job-profile.ts';

const hourMs = 3_600_000;

function pullRequestFacts({ head, pullRequest }: BranchProfile, repository: string) {
  if (pullRequest === undefined) return null;
  const number = head.replace(/^PR-/, '');
  const login = pullRequest.author.toLowerCase().replace(/[^a-z]+/g, '-');
  return {
    url: `https://git.lumen.example/${repository}/pull/${number}`,
    title: pullRequest.title,
    contributor: login,
    contributorName: pullRequest.author,
    contributorEmail: `${login}@lumen.example`,
  };
}

function addJob(world: World, profile: JobProfile): Job {
  const { branch, fullName, kind, description = null, isDisabled = false, cells = [] } = profile;
  const nextBuildNumber = profile.firstNumber ?? 1;
  if (branch === undefined) {
    return world.addJob(fullName, { kind, description, isDisabled, nextBuildNumber, configurations: cells });
  }
  const project = fullName.slice(0, fullName.lastIndexOf('/'));
  const pullRequest = pullRequestFacts(branch, profile.repository ?? project);
  const { head, isPrimary = false, isDead = false } = branch;
  return world.addBranch(project, head, { nextBuildNumber, isPrimary, isDead, pullRequest });
}

function addAgents(world: World, { agents }: ControllerPlan): void {
  for (const { name, executors, labels, diedHoursAgo } of agents) {
    const agent = world.addAgent(name, { executors, labels, description: `${labels.join(', ')} builder` });
    if (diedHoursAgo === undefined) continue;
    agent.isOffline = true;
    const sinceMs = world.nowMs() - diedHoursAgo * hourMs;
    const reason = 'Connection was broken: java.io.EOFException';
    agent.offlineCause = { className: 'hudson.slaves.OfflineCause$ChannelTermination', reason, sinceMs };
  }
}

export interface DemoWorld {
  readonly world: World;
  readonly jobs: readonly DemoJob[];
  readonly builds: number;
}

/** A controller with its agents, its jobs and their month. */
export function buildWorld(plan: ControllerPlan, nowMs: () => number): DemoWorld {
  const world = new World({ nowMs, builtInExecutors: 2 });
  addAgents(world, plan);
  for (const name of plan.organizations ?? []) world.addFolder(name, { kind: 'organization' });
  const jobs = plan.jobs.map((profile): DemoJob => ({ profile, job: addJob(world, profile), newest: null }));
  return { world, jobs, builds: addHistory(world, jobs, plan) };
}
