import { onTestFinished } from 'vitest';
import type { Clock } from '../../src/core/clock.ts';
import type { Outcome } from '../../src/core/connection.ts';
import type { Answer, CallOptions, Controller } from '../../src/jenkins/controller.ts';
import type { ControllerOptions } from '../../src/jenkins/controller-options.ts';
import { createController } from '../../src/jenkins/create-controller.ts';
import { ciBot } from '../../testkit/fake-jenkins/access.ts';
import {
  type FakeJenkins,
  type FakeJenkinsOptions,
  startFakeJenkins,
} from '../../testkit/fake-jenkins/start-fake-jenkins.ts';
import { World } from '../../testkit/fake-jenkins/world.ts';
import { ManualClock } from '../../testkit/manual-clock.ts';

export const live: CallOptions = { urgency: 'live' };

export type ConnectionChange = Partial<ControllerOptions['connection']>;

/** Options of a connection to a server on loopback, without limits, so that nothing waits for a clock. */
export function optionsFor(
  baseUrl: string,
  clock: Clock,
  change: Partial<Omit<ControllerOptions, 'connection'>> & { readonly connection?: ConnectionChange } = {},
): ControllerOptions {
  const { connection, ...rest } = change;
  return {
    connection: {
      baseUrl,
      username: ciBot.name,
      token: ciBot.token,
      tlsMode: 'default',
      caCertificate: null,
      pace: 'normal',
      ...connection,
    },
    addressRules: { isListeningOnLoopback: true, allow: [] },
    verifiesTlsByDefault: true,
    userAgent: 'BuildButler/test',
    clock,
    limits: {
      requestsPerSecond: Number.POSITIVE_INFINITY,
      loadsPerSecond: Number.POSITIVE_INFINITY,
      mostInFlight: 6,
    },
    random: () => 0,
    ...rest,
  };
}

export interface Rig {
  readonly clock: ManualClock;
  readonly world: World;
  readonly fake: FakeJenkins;
  readonly controller: Controller;
  /** One more controller to the same fake. */
  connect(change?: Parameters<typeof optionsFor>[2]): Controller;
}

/** A fake Jenkins and a controller, both gone when the test ends. */
export async function startRig(
  options: Omit<FakeJenkinsOptions, 'world'> & { readonly change?: Parameters<typeof optionsFor>[2] } = {},
): Promise<Rig> {
  const { change, ...fakeOptions } = options;
  const clock = new ManualClock();
  const world = new World({ nowMs: clock.nowMs });
  const fake = await startFakeJenkins({ ...fakeOptions, world });
  onTestFinished(() => fake.close());
  const connect: Rig['connect'] = (other) => {
    const controller = createController(optionsFor(fake.url, clock, other));
    onTestFinished(() => controller.close());
    return controller;
  };
  return { clock, world, fake, controller: connect(change), connect };
}

/** The value of an answer; the test fails with the problem if there is none. */
export function valueIn<T>(outcome: Outcome<Answer<T>>): T {
  if (!outcome.ok) throw new Error(`${outcome.problem.code}: ${outcome.problem.message}`);
  return outcome.value.value;
}

export function problemOf(outcome: Outcome<unknown>) {
  if (outcome.ok) throw new Error('an answer where a problem was expected');
  return outcome.problem;
}
