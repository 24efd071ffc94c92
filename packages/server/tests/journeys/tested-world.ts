import { type FakeJenkins, startFakeJenkins } from '../../testkit/fake-jenkins/start-fake-jenkins.ts';
import {
  countTests,
  makeTestCase,
  makeTestSuite,
  type TestReport,
} from '../../testkit/fake-jenkins/truth/test-report.ts';
import { World } from '../../testkit/fake-jenkins/world.ts';

const hourMs = 3_600_000;
const minuteMs = 60_000;
const className = 'com.acme.shop.OrderTest';
const builds = 24;

/** Fails in every third build: flaky by the usual rules. */
export const flakyTest = 'totalIncludesShipping';
const flakyError = 'expected: <42.90> but was: <38.00>';
/** Where builds run, and the agent that is away. */
export const [onlineAgent, offlineAgent] = ['linux-1', 'windows-1'] as const;
/** Why it is away, and why something waits for it. */
export const offlineReason = 'Connection was broken';
export const waitReason = `All nodes of label ‘${offlineAgent}’ are offline`;

function reportOf(number: number): TestReport {
  const failure = {
    status: 'FAILED',
    age: 1,
    failedSince: number,
    errorDetails: flakyError,
    errorStackTrace: `at ${className}.${flakyTest}(OrderTest.java:88)`,
  } as const;
  return {
    suites: [
      makeTestSuite({
        name: className,
        cases: [
          makeTestCase({
            className,
            name: flakyTest,
            durationS: 1 + (number % 4) / 10,
            ...(number % 3 === 0 ? failure : {}),
          }),
          makeTestCase({ className, name: 'emptyCart', durationS: 0.2 }),
          makeTestCase({ className, name: 'onWindowsOnly', status: 'SKIPPED', skippedMessage: 'not on Linux' }),
        ],
      }),
    ],
  };
}

/** A controller with test reports, a flaky test, an agent that is away, and an item that waits for it. */
export async function startTestedJenkins(): Promise<FakeJenkins> {
  const world = new World();
  const nowMs = world.nowMs();
  world.addAgent(onlineAgent, { labels: ['linux', 'docker'] });
  world.addAgent(offlineAgent, {
    isOffline: true,
    offlineCause: {
      className: 'hudson.slaves.OfflineCause$ChannelTermination',
      reason: offlineReason,
      sinceMs: nowMs - hourMs,
    },
  });
  const job = world.addJob('shop/orders');
  for (let number = 1; number <= builds; number += 1) {
    const testReport = reportOf(number);
    world.addBuild(job, {
      startedAtMs: nowMs - (builds - number + 1) * 2 * hourMs,
      durationMs: 4 * minuteMs,
      result: number % 3 === 0 ? 'UNSTABLE' : 'SUCCESS',
      builtOn: onlineAgent,
      testReport,
      testCounts: countTests(testReport),
      waits: { waitingMs: 5_000, blockedMs: 0, buildableMs: (number % 5) * 20_000 },
    });
  }
  world.enqueue(
    { type: 'job', job: world.addJob('shop/installer') },
    {
      isStuck: true,
      why: waitReason,
      inQueueSinceMs: nowMs - 30 * minuteMs,
      quietUntilMs: nowMs - 30 * minuteMs,
      buildableSinceMs: nowMs - 30 * minuteMs,
    },
  );
  return startFakeJenkins({ world, latencyMs: 0 });
}
