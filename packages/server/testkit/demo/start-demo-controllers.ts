import { systemClock } from '../../src/system-clock.ts';
import { ciBot } from '../fake-jenkins/access.ts';
import { type FakeJenkins, startFakeJenkins } from '../fake-jenkins/start-fake-jenkins.ts';
import { buildWorld } from './build-world.ts';
import type { ControllerPlan } from './job-profile.ts';
import { LiveTraffic } from './live-traffic.ts';
import { productionPlan } from './plans/production-plan.ts';
import { stagingPlan } from './plans/staging-plan.ts';

export interface DemoController {
  readonly name: string;
  readonly url: string;
  readonly username: string;
  readonly token: string;
}

export interface DemoControllers {
  readonly controllers: readonly DemoController[];
  /** Stops the builds and both servers. */
  close(): Promise<void>;
}

interface Running {
  readonly controller: DemoController;
  readonly fake: FakeJenkins;
  readonly stop: () => Promise<void>;
}

async function start(plan: ControllerPlan): Promise<Running> {
  const demo = buildWorld(plan, systemClock.nowMs);
  const fake = await startFakeJenkins({ world: demo.world });
  const stopping = new AbortController();
  const traffic = new LiveTraffic(demo, plan).run(systemClock, stopping.signal);
  const stop = async () => {
    stopping.abort();
    await Promise.all([traffic, fake.close()]);
  };
  return { controller: { name: plan.name, url: fake.url, username: ciBot.name, token: ciBot.token }, fake, stop };
}

/** Two simulated controllers on loopback with a month behind them, building on in real time. */
export async function startDemoControllers(): Promise<DemoControllers> {
  const running = [await start(productionPlan), await start(stagingPlan)];
  return {
    controllers: running.map(({ controller }) => controller),
    close: async () => {
      await Promise.all(running.map(({ stop }) => stop()));
    },
  };
}
