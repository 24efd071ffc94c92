import { mkdir, mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createClient, routes } from '@buildbutler/contract';
import { ciBot } from '../packages/server/testkit/fake-jenkins/access.ts';
import { startFakeJenkins } from '../packages/server/testkit/fake-jenkins/start-fake-jenkins.ts';
import { makeTestCase, makeTestSuite } from '../packages/server/testkit/fake-jenkins/truth/test-report.ts';
import { World } from '../packages/server/testkit/fake-jenkins/world.ts';
import { ServedProcess } from './served-process.shared.ts';

// One build with a very large test report, from the controller through the collector and the store to the answer of
// `GET /builds/:id/tests`: what memory the server takes at its peak, how long its threads stand still, and whether every
// case is there. The server is a process of its own; BENCH_CASES (500,000) cases, one in a hundred failed with a stack.
const cases = Number(process.env.BENCH_CASES ?? 500_000);
const casesPerSuite = 500;
const giveUpMs = 600_000;
const stack = Array.from(
  { length: 30 },
  (_, line) => `\tat org.example.deep.Frame${line}.call(Frame.java:${line})`,
).join('\n');

const sleep = (ms: number) => new Promise<void>((resolve) => void setTimeout(resolve, ms));
const hasFailed = (index: number) => index % 100 === 0;

function makeReport() {
  const suites = Array.from({ length: Math.ceil(cases / casesPerSuite) }, (_, suite) => {
    const first = suite * casesPerSuite;
    const all = Array.from({ length: Math.min(casesPerSuite, cases - first) }, (_, at) => {
      const index = first + at;
      const failure = {
        status: 'FAILED',
        age: 1,
        failedSince: 1,
        errorDetails: `expected ${index}`,
        errorStackTrace: stack,
      };
      const trouble = hasFailed(index) ? (failure as { status: 'FAILED' } & typeof failure) : {};
      return makeTestCase({ className: `org.example.Suite${suite}Test`, name: `handles case ${index}`, ...trouble });
    });
    return makeTestSuite({ name: `org.example.Suite${suite}Test`, cases: all });
  });
  return { suites };
}

/** The greatest resident memory of a process so far, in MB; null where the system does not tell. */
async function peakMegabytes(pid: number): Promise<number | null> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '');
  const kibibytes = /VmHWM:\s+(\d+)/.exec(status)?.[1];
  return kibibytes === undefined ? null : (Number(kibibytes) * 1_024) / 1e6;
}

/** The longest stop of each thread since an instant, in ms. */
async function longestStops(folder: string, sinceMs: number): Promise<Map<string, number>> {
  const longest = new Map<string, number>();
  for (const file of await readdir(folder)) {
    const lines = (await readFile(join(folder, file), 'utf8')).trim().split('\n');
    const stops = lines.map((line) => line.split(',').map(Number)).filter(([atMs = 0]) => atMs > sinceMs + 1_000);
    longest.set(file.replace('.txt', ''), Math.max(0, ...stops.map(([, ms = 0]) => ms)));
  }
  return longest;
}

const folder = await mkdtemp(join(tmpdir(), 'buildbutler-reporting-'));
const loops = join(folder, 'loops');
await mkdir(loops);
const world = new World();
const failed = Math.ceil(cases / 100);
const report = makeReport();
world.addBuild(world.addJob('huge'), {
  result: 'UNSTABLE',
  testReport: report,
  testCounts: { total: cases, failed, skipped: 0 },
});
const fake = await startFakeJenkins({ world });
const server = new ServedProcess({ dataDir: join(folder, 'data'), databaseUrl: null, loopDir: loops });
try {
  const { address, token } = await server.ready();
  const client = createClient({ baseUrl: address, token });
  await sleep(2_000);
  const idle = await peakMegabytes(server.pid);
  const startedMs = Date.now();
  await client.call(routes.createConnection, {
    body: { name: 'Huge', url: fake.url, username: ciBot.name, token: ciBot.token },
  });
  let slowestHealthMs = 0;
  const untilMs = startedMs + giveUpMs;
  let answer = null;
  for (;;) {
    const before = performance.now();
    await client.call(routes.getHealth, {});
    slowestHealthMs = Math.max(slowestHealthMs, performance.now() - before);
    const { data } = await client.call(routes.listBuilds, { query: {} });
    const [build] = data;
    if (build !== undefined) {
      answer = await client.call(routes.listBuildTests, { params: { id: build.id }, query: {} });
      if (answer.meta.state === 'stored') break;
    }
    if (Date.now() > untilMs)
      throw new Error(`after ${giveUpMs / 1_000} s the report is ${answer?.meta.state ?? 'not there'}`);
    await sleep(100);
  }
  const seconds = (Date.now() - startedMs) / 1_000;
  // Outcomes are counted after the report is there.
  await sleep(5_000);
  const collectingPeak = await peakMegabytes(server.pid);
  const collectingStops = await longestStops(loops, startedMs);
  const [build] = (await client.call(routes.listBuilds, { query: {} })).data;
  const id = build?.id ?? '';
  const asked: [string, number, number][] = [];
  for (const [title, query] of [
    ['first page', {}],
    ['page 1,000', { page: 1_000, per_page: 100 }],
    ['failed', { status: 'failed' as const }],
    ['search', { q: 'case 499' }],
  ] as const) {
    const before = performance.now();
    const { meta } = await client.call(routes.listBuildTests, { params: { id }, query });
    asked.push([title, performance.now() - before, meta.total]);
  }
  await sleep(1_500);
  const peak = await peakMegabytes(server.pid);
  const stops = await longestStops(loops, startedMs);
  console.log(
    `${cases} cases: in the store after ${seconds.toFixed(1)} s, answer of the controller ${(fake.stats.plainBytes / 1e6).toFixed(0)} MB`,
  );
  console.log(`counts ${JSON.stringify(answer.meta.counts)}`);
  console.log(
    `memory: ${idle?.toFixed(0) ?? '?'} MB idle, ${collectingPeak?.toFixed(0) ?? '?'} MB at the peak of collecting, ${peak?.toFixed(0) ?? '?'} MB with the pages`,
  );
  for (const [thread, ms] of stops) {
    const collecting = collectingStops.get(thread)?.toFixed(0) ?? '?';
    const role = thread === '0' ? ' (answers)' : '';
    console.log(
      `thread ${thread}${role}: stood still for ${collecting} ms at most while collecting, ${ms.toFixed(0)} ms with the pages`,
    );
  }
  console.log(`slowest /healthz meanwhile: ${slowestHealthMs.toFixed(0)} ms`);
  for (const [title, ms, total] of asked)
    console.log(`GET /builds/:id/tests, ${title}: ${ms.toFixed(0)} ms, ${total} match`);
  const counts = answer.meta.counts;
  if (counts?.total !== cases || counts.failed !== failed || slowestHealthMs > 500) process.exitCode = 1;
  if (idle !== null && peak !== null && peak > idle + 200) process.exitCode = 1;
} finally {
  await server.kill();
  await fake.close();
  await rm(folder, { recursive: true, force: true });
}
