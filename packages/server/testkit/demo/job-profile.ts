import type { JobKind } from '../fake-jenkins/truth/item.ts';
import type { FailureKind } from './failure.ts';
import type { Team } from './people.ts';
import type { Toolchain } from './stage-plans.ts';
import type { Story } from './stories.ts';

/** When a job is built. */
export type Rhythm =
  /** On pushes: so many on a working day, most of them in working hours. */
  | { readonly type: 'pushes'; readonly perWorkday: number }
  /** Once a day. */
  | { readonly type: 'daily'; readonly hourUtc: number; readonly isWorkdaysOnly?: boolean }
  /** Every so many hours, day and night. */
  | { readonly type: 'every'; readonly hours: number }
  /** By hand. */
  | { readonly type: 'people'; readonly perWorkday: number }
  /** After a green build of another job. */
  | { readonly type: 'after'; readonly upstream: string; readonly share: number };

export interface TestPlan {
  /** Java package or folder of the suites. */
  readonly root: string;
  readonly suites: number;
  readonly casesPerSuite: number;
  /** Index of a case (over all suites) → how often it fails for no reason. */
  readonly flaky?: Readonly<Record<number, number>>;
}

/** What a job of the demo is like: everything that its month is drawn from. */
export interface JobProfile {
  readonly fullName: string;
  readonly kind: JobKind;
  readonly team: Team;
  readonly toolchain: Toolchain;
  readonly rhythm: Rhythm;
  /** Names of the agents it may run on. */
  readonly agents: readonly string[];
  readonly medianMs: number;
  /** Spread of the durations; 0.2 by default. */
  readonly sigma?: number;
  /** Share of builds that fail without a story. */
  readonly failureRate: number;
  readonly failures?: Readonly<Partial<Record<FailureKind, number>>>;
  readonly tests?: TestPlan;
  readonly repository?: string;
  /** Branch jobs. */
  readonly branch?: BranchProfile;
  /** Its life in days before now: a pull request comes and goes. The whole month by default. */
  readonly days?: { readonly from: number; readonly to: number };
  readonly firstNumber?: number;
  readonly cells?: readonly string[];
  readonly parameters?: 'deployment' | 'none';
  readonly isDisabled?: boolean;
  readonly description?: string;
  readonly stories?: readonly Story[];
}

export interface BranchProfile {
  readonly head: string;
  readonly isPrimary?: boolean;
  /** Merged or closed: its job waits for the next clean-up. */
  readonly isDead?: boolean;
  readonly pullRequest?: { readonly title: string; readonly author: string };
}

/** A controller of the demo. */
export interface ControllerPlan {
  readonly name: string;
  readonly agents: readonly AgentPlan[];
  readonly jobs: readonly JobProfile[];
  /** Organisation folders, whose repositories are found by a scan. */
  readonly organizations?: readonly string[];
  /** How many builds should run at any moment. */
  readonly runningAtOnce: number;
}

export interface AgentPlan {
  readonly name: string;
  readonly executors: number;
  readonly labels: readonly string[];
  /** Died so many hours before now, and stayed away. */
  readonly diedHoursAgo?: number;
}
