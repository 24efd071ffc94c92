import type { Job } from '../fake-jenkins/truth/item.ts';
import { World } from '../fake-jenkins/world.ts';
import { addHistory, type DemoJob } from './history.ts';
import type { BranchProfile, ControllerPlan, JobProfile } from './job-profile.ts';
import { isStranded } from './stories.ts';

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

/** A job whose agents are all gone waits in the queue since a day ago. */
function addStranded(world: World, { job, profile }: DemoJob, { agents }: ControllerPlan): void {
  const own = agents.filter(({ name }) => profile.agents.includes(name));
  const [first] = own;
  if (first === undefined || !isStranded(own, { startedAtMs: world.nowMs(), nowMs: world.nowMs() })) return;
  const inQueueSinceMs = world.nowMs() - 22 * hourMs;
  const why = `‘${first.name}’ is offline`;
  const times = { inQueueSinceMs, quietUntilMs: inQueueSinceMs, buildableSinceMs: inQueueSinceMs };
  world.enqueue({ type: 'job', job }, { ...times, isStuck: true, why, causes: [{ type: 'timer' }] });
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
  const builds = addHistory(world, jobs, plan);
  for (const demoJob of jobs) addStranded(world, demoJob, plan);
  return { world, jobs, builds };
}
