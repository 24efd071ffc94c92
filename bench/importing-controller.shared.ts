import { startFakeJenkins } from '../packages/server/testkit/fake-jenkins/start-fake-jenkins.ts';
import { World } from '../packages/server/testkit/fake-jenkins/world.ts';

// A fake controller in a process of its own: `importing.ts` starts it, and is told its address.
const [jobs = 0, builds = 0] = process.argv.slice(2).map(Number);
const hourMs = 3_600_000;
/** Older than the builds whose stages, tests and logs are fetched without being asked for. */
const newestAgoMs = 20 * 24 * hourMs;

const world = new World();
const nowMs = world.nowMs();
for (let index = 0; index < jobs; index += 1) {
  const kind = index % 3 === 2 ? 'freestyle' : 'pipeline';
  const job = world.addJob(`team ${Math.floor(index / 100)}/service ${index}`, { kind });
  world.addHistory(job, builds, (number) => ({
    startedAtMs: nowMs - newestAgoMs - (builds - number + 1) * hourMs,
    durationMs: 60_000 + ((number * 7_919) % 600_000),
    result: number % 7 === 0 ? 'FAILURE' : 'SUCCESS',
    causes: [{ type: 'scm' }],
    revisions: [{ sha1: number.toString(16).padStart(40, '0'), branch: 'main', remoteUrl: 'https://git.example/x' }],
    testCounts: number % 4 === 0 ? { total: 80, failed: number % 7 === 0 ? 2 : 0, skipped: 1 } : null,
  }));
}
const fake = await startFakeJenkins({ world });
process.on('message', () => process.send?.({ requests: fake.stats.total, largestBytes: 0 }));
process.once('disconnect', () => void fake.close());
process.send?.({ url: fake.url });
