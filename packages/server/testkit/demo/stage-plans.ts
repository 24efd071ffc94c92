import type { Activity } from './failure.ts';

export type Toolchain = 'maven' | 'node' | 'gradle' | 'xcode' | 'terraform' | 'python' | 'deploy' | 'shell';

/** A stage of a pipeline, with its share of the whole time; branches of a parallel run side by side. */
export interface StagePlan {
  readonly name: string;
  readonly activity: Activity;
  readonly share: number;
  readonly branches?: readonly StagePlan[];
  /** Only on the primary branch and on jobs without branches. */
  readonly isPrimaryOnly?: boolean;
}

const stage = (name: string, activity: Activity, share: number): StagePlan => ({ name, activity, share });
const primaryOnly = (plan: StagePlan): StagePlan => ({ ...plan, isPrimaryOnly: true });
const parallel = (name: string, share: number, branches: readonly StagePlan[]): StagePlan => ({
  name,
  activity: 'test',
  share,
  branches,
});

const checkout = stage('Checkout SCM', 'checkout', 3);

/** What the Jenkinsfiles of the demo look like. The shares of branches are relative to the slowest one. */
export const stagePlans: Readonly<Record<Toolchain, readonly StagePlan[]>> = {
  maven: [
    checkout,
    stage('Compile', 'compile', 20),
    parallel('Test', 45, [stage('Unit', 'test', 55), stage('Integration', 'test', 100), stage('Contract', 'test', 38)]),
    stage('Quality Gate', 'check', 8),
    stage('Package', 'package', 10),
    primaryOnly(stage('Publish', 'deploy', 8)),
  ],
  node: [
    checkout,
    stage('Install', 'resolve', 14),
    parallel('Checks', 26, [stage('Lint', 'check', 45), stage('Types', 'compile', 60), stage('Unit', 'test', 100)]),
    stage('Build', 'compile', 18),
    parallel('E2E', 32, [stage('Chromium', 'test', 90), stage('Firefox', 'test', 100), stage('WebKit', 'test', 84)]),
    primaryOnly(stage('Publish', 'deploy', 6)),
  ],
  gradle: [
    checkout,
    stage('Assemble', 'compile', 34),
    parallel('Verify', 42, [stage('Unit', 'test', 60), stage('Lint', 'check', 40), stage('Instrumented', 'test', 100)]),
    stage('Sign', 'package', 6),
    primaryOnly(stage('Upload', 'deploy', 8)),
  ],
  xcode: [
    checkout,
    stage('Bootstrap', 'resolve', 10),
    stage('Build', 'compile', 36),
    parallel('Test', 38, [stage('Unit', 'test', 42), stage('UI Tests', 'test', 100)]),
    primaryOnly(stage('TestFlight', 'deploy', 10)),
  ],
  terraform: [
    checkout,
    stage('Init', 'resolve', 15),
    stage('Validate', 'check', 10),
    stage('Plan', 'other', 45),
    stage('Apply', 'deploy', 30),
  ],
  python: [
    checkout,
    stage('Environment', 'resolve', 12),
    parallel('Extract', 30, [
      stage('Orders', 'other', 100),
      stage('Customers', 'other', 70),
      stage('Events', 'other', 88),
    ]),
    stage('Transform', 'other', 36),
    stage('Verify', 'test', 12),
    stage('Load', 'deploy', 10),
  ],
  deploy: [
    stage('Prepare', 'other', 10),
    stage('Canary', 'deploy', 25),
    stage('Verify', 'check', 20),
    parallel('Roll out', 35, [stage('eu-west-1', 'deploy', 100), stage('us-east-1', 'deploy', 92)]),
    stage('Smoke', 'test', 10),
  ],
  shell: [stage('Run', 'other', 100)],
};
