import type { Cause } from '../fake-jenkins/truth/cause.ts';
import type { Result } from '../fake-jenkins/truth/item.ts';
import type { FailureKind } from './failure.ts';
import type { AgentPlan, JobProfile } from './job-profile.ts';
import { memberOf } from './people.ts';
import { Random } from './random.ts';
import { agentHealth, isDependencyOutage, type Moment, redStory, slowness } from './stories.ts';

/** One build of the demo: what was drawn for it. Stages, tests and log follow from this whenever they are asked for. */
export interface DemoRun {
  readonly profile: JobProfile;
  readonly number: number;
  readonly startedAtMs: number;
  readonly agent: string;
  readonly result: Result;
  readonly failure: FailureKind | null;
  /** Indices of the failed cases over all suites. */
  readonly failedTests: readonly number[];
  /** Number of the build in which the present trouble began; 0 while all is well. */
  readonly failedSince: number;
  /** How long it takes when all goes well. */
  readonly fullMs: number;
  readonly waitMs: number;
  readonly causes: readonly Cause[];
}

export interface DrawOptions {
  readonly number: number;
  readonly startedAtMs: number;
  readonly nowMs: number;
  readonly previous: DemoRun | null;
  readonly agents: readonly AgentPlan[];
  /** The build that triggered this one. */
  readonly upstream?: { readonly project: string; readonly build: number };
}

export const keyOf = ({ profile, number }: Pick<DemoRun, 'profile' | 'number'>) => `${profile.fullName}#${number}`;

const usualFailures: Partial<Record<FailureKind, number>> = {
  test: 48,
  compile: 16,
  dependency: 6,
  'quality-gate': 8,
  timeout: 5,
  'out-of-memory': 3,
  checkout: 3,
  configuration: 3,
};

interface Trouble {
  readonly result: Result;
  readonly failure: FailureKind | null;
  readonly failedTests: readonly number[];
}

const noTrouble: Trouble = { result: 'SUCCESS', failure: null, failedTests: [] };

function caseCount({ tests }: JobProfile): number {
  return tests === undefined ? 0 : tests.suites * tests.casesPerSuite;
}

/** A red test report is UNSTABLE where the junit step only publishes it, as it does in Maven jobs here. */
function testTrouble(profile: JobProfile, failedTests: readonly number[]): Trouble {
  return { result: profile.toolchain === 'maven' ? 'UNSTABLE' : 'FAILURE', failure: 'test', failedTests };
}

function flakyTrouble({ tests }: JobProfile, random: Random): number[] {
  return Object.entries(tests?.flaky ?? {}).flatMap(([index, rate]) => (random.chance(rate) ? [Number(index)] : []));
}

function ofKind(profile: JobProfile, failure: FailureKind, random: Random): Trouble {
  const cases = caseCount(profile);
  if (failure !== 'test') return { result: 'FAILURE', failure, failedTests: [] };
  if (cases === 0) return { result: 'FAILURE', failure: 'compile', failedTests: [] };
  const failed = new Set(Array.from({ length: random.whole(1, 4) }, () => random.whole(0, cases - 1)));
  return testTrouble(
    profile,
    [...failed].sort((a, b) => a - b),
  );
}

const resolvesDependencies = ({ toolchain }: JobProfile) => toolchain !== 'deploy' && toolchain !== 'shell';

function storyTrouble(profile: JobProfile, moment: Moment, random: Random): Trouble | null {
  const story = redStory(profile.stories ?? [], moment);
  if (story !== null && story.failure === 'test' && story.tests !== undefined) return testTrouble(profile, story.tests);
  if (story !== null) return ofKind(profile, story.failure, random);
  const isHit = isDependencyOutage(moment) && resolvesDependencies(profile) && random.chance(0.85);
  return isHit ? { result: 'FAILURE', failure: 'dependency', failedTests: [] } : null;
}

function chanceTrouble(profile: JobProfile, previous: DemoRun | null, random: Random): Trouble {
  const isStillBroken = previous?.failure === 'compile' && random.chance(0.45);
  if (isStillBroken) return ofKind(profile, 'compile', random);
  if (random.chance(0.015)) return { result: 'ABORTED', failure: null, failedTests: [] };
  if (random.chance(profile.failureRate)) {
    return ofKind(profile, random.weighted(profile.failures ?? usualFailures), random);
  }
  const flaky = flakyTrouble(profile, random);
  return flaky.length > 0 ? testTrouble(profile, flaky) : noTrouble;
}

function drawAgent(options: DrawOptions, { profile, random }: { profile: JobProfile; random: Random }) {
  const known = options.agents.filter(({ name }) => profile.agents.includes(name));
  const alive = known.filter(({ diedHoursAgo }) => agentHealth(diedHoursAgo, options) !== 'gone');
  const agent = random.pick(alive.length > 0 ? alive : known);
  return { name: agent.name, isFailing: agentHealth(agent.diedHoursAgo, options) === 'failing' };
}

function drawCauses(profile: JobProfile, { upstream, startedAtMs }: DrawOptions, random: Random): Cause[] {
  if (upstream !== undefined) return [{ type: 'upstream', ...upstream }];
  const { rhythm } = profile;
  const user = memberOf(profile.team, random);
  const byHand: Cause = { type: 'user', userId: user.id, userName: user.name };
  if (rhythm.type === 'daily' || rhythm.type === 'every') return [{ type: 'timer' }];
  if (rhythm.type === 'people' || random.chance(0.04)) return [byHand];
  const isFirstOfBranch = profile.branch !== undefined && startedAtMs % 23 === 0;
  if (profile.branch === undefined) return [{ type: 'scm' }];
  return [{ type: isFirstOfBranch ? 'branch-indexing' : 'branch-event' }];
}

/** People wait longer in the busy hours, and when a pool has lost an agent. */
function drawWaitMs({ startedAtMs }: DrawOptions, random: Random): number {
  const hour = new Date(startedAtMs).getUTCHours();
  const isBusy = hour >= 8 && hour < 17;
  return Math.floor(random.logNormal(isBusy ? 14_000 : 2500, isBusy ? 1.3 : 0.8));
}

/** Draws a build; the same arguments give the same build. */
export function drawRun(profile: JobProfile, options: DrawOptions): DemoRun {
  const random = new Random(keyOf({ profile, number: options.number }));
  const { number, startedAtMs, previous } = options;
  const agent = drawAgent(options, { profile, random });
  const causes = drawCauses(profile, options, random);
  const lost = agent.isFailing && random.chance(0.7) ? ofKind(profile, 'agent-lost', random) : null;
  const trouble = lost ?? storyTrouble(profile, options, random) ?? chanceTrouble(profile, previous, random);
  const isRed = trouble.result === 'FAILURE' || trouble.result === 'UNSTABLE';
  const median = profile.medianMs * slowness(profile.stories ?? [], options);
  return {
    profile,
    number,
    startedAtMs,
    agent: agent.name,
    ...trouble,
    failedSince: isRed ? previous?.failedSince || number : 0,
    fullMs: Math.floor(random.logNormal(median, profile.sigma ?? 0.2)),
    waitMs: drawWaitMs(options, random),
    causes,
  };
}
