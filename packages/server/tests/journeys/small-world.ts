import { type FakeJenkins, startFakeJenkins } from '../../testkit/fake-jenkins/start-fake-jenkins.ts';
import { World } from '../../testkit/fake-jenkins/world.ts';

const hourMs = 3_600_000;
const red = '\u001b[31m';
const plain = '\u001b[0m';

/** What the newest failed build wrote, colours and markup included. */
export const failedLog = [
  'Started by timer',
  ...Array.from({ length: 400 }, (_, at) => `[INFO] compiling module ${at + 1}`),
  `${red}[ERROR]${plain} OrderTest.total: expected <b>3</b> but was 2`,
  'Finished: FAILURE',
  '',
].join('\n');

/** A controller with a few jobs of each look: green, red, running, never built. */
export async function startSmallJenkins({ latencyMs }: { latencyMs: number }): Promise<FakeJenkins> {
  const world = new World();
  const nowMs = world.nowMs();
  for (const [name, everyHours] of [
    ['shop/checkout', 3],
    ['shop/search', 5],
    ['nightly', 24],
  ] as const) {
    const job = world.addJob(name);
    const count = Math.floor((30 * 24) / everyHours);
    for (let at = 0; at < count; at += 1) {
      const isRed = at % 6 === 5 || at === count - 1;
      world.addBuild(job, {
        startedAtMs: nowMs - (count - at) * everyHours * hourMs,
        durationMs: 60_000 + (at % 9) * 30_000,
        result: isRed ? 'FAILURE' : 'SUCCESS',
        log: isRed ? failedLog : 'Started by timer\nFinished: SUCCESS\n',
      });
    }
  }
  world.addJob('never-built');
  world.startBuild(world.job('shop/search'), { startedAtMs: nowMs - 20_000 });
  return startFakeJenkins({ world, latencyMs });
}
