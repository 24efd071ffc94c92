import { publicTestId } from '../packages/server/src/core/test-key.ts';
import { agentFigures } from '../packages/server/src/insights/agents/agent-figures.ts';
import { listAgents } from '../packages/server/src/insights/agents/list-agents.ts';
import { listQueue } from '../packages/server/src/insights/queue/list-queue.ts';
import { queueFigures } from '../packages/server/src/insights/queue/queue-figures.ts';
import { listFlakyJobs } from '../packages/server/src/insights/tests/flaky-jobs.ts';
import { flakyTrend, listFlips } from '../packages/server/src/insights/tests/flaky-trend.ts';
import { getTest } from '../packages/server/src/insights/tests/get-test.ts';
import { listFlakyTests } from '../packages/server/src/insights/tests/list-flaky-tests.ts';
import { listTestRuns } from '../packages/server/src/insights/tests/list-test-runs.ts';
import { listTests } from '../packages/server/src/insights/tests/list-tests.ts';
import { seedEndMs } from './seeded-store.shared.ts';
import { seededTests } from './seeded-tests.shared.ts';

// How long the pages Tests, Flaky Tests, Queue and Agents wait for their data, on a store of BENCH_BUILDS builds (1,000,000
// unless set) with ten times as many test results.
const count = Number(process.env.BENCH_BUILDS ?? 1_000_000);
const rounds = Number(process.env.BENCH_ROUNDS ?? 30);
const store = await seededTests(count);
const now = seedEndMs;
const page = { page: 1, per_page: 25 };
const ranged = { ...page, tz: 'Europe/Berlin' };
const tests = { ...ranged, sort: 'failed', order: 'desc' } as const;
const flaky = { ...ranged, sort: 'flips', order: 'desc' } as const;
const agents = { ...ranged, sort: 'state', order: 'desc' } as const;
const first = await store.db.selectFrom('flaky_test').select('test_id').limit(1).executeTakeFirst();
const id = publicTestId(first?.test_id ?? 0);

const questions: Record<string, () => Promise<unknown>> = {
  'tests, 24 hours': () => listTests(store, { ...tests, range: '24h' }, now),
  'tests, 7 days': () => listTests(store, { ...tests, range: '7d' }, now),
  'tests, 30 days': () => listTests(store, { ...tests, range: '30d' }, now),
  'tests, 30 days, by name': () => listTests(store, { ...tests, range: '30d', sort: 'name' }, now),
  'tests, 30 days, with a text': () => listTests(store, { ...tests, range: '30d', test: 'case 7' }, now),
  'tests, 30 days, one branch': () => listTests(store, { ...tests, range: '30d', branch: 'main' }, now),
  'tests, 90 days': () => listTests(store, { ...tests, range: '90d' }, now),
  'tests, a year': () => listTests(store, { ...tests, range: '1y' }, now),
  'tests, a year, branch and connection': () =>
    listTests(store, { ...tests, range: '1y', branch: 'main', instance: ['Production'] }, now),
  'one test, 30 days': () => getTest(store, { id, range: '30d', tz: 'UTC' }, now),
  'one test, a year': () => getTest(store, { id, range: '1y', tz: 'UTC' }, now),
  'runs of a test': () => listTestRuns(store, { id, limit: 50 }),
  'flaky tests, 30 days': () => listFlakyTests(store, { ...flaky, range: '30d' }, now),
  'flaky tests, 30 days, by cost': () => listFlakyTests(store, { ...flaky, range: '30d', sort: 'cost' }, now),
  'flaky tests, a year, one branch': () => listFlakyTests(store, { ...flaky, range: '1y', branch: 'main' }, now),
  'flips by day, 30 days': () => flakyTrend(store, { ...ranged, range: '30d' }, now),
  'flips by day, 90 days': () => flakyTrend(store, { ...ranged, range: '90d' }, now),
  'flips by day, a year': () => flakyTrend(store, { ...ranged, range: '1y' }, now),
  'flips of a day': () =>
    listFlips(
      store,
      { ...ranged, range: `${new Date(now - 86_400_000).toISOString()}..${new Date(now).toISOString()}` },
      now,
    ),
  'flaky jobs, 30 days': () => listFlakyJobs(store, { ...page, range: '30d' }, now),
  'queue now': () => listQueue(store, page, now),
  'queue, 7 days': () => queueFigures(store, { range: '7d' }, now),
  'queue, 30 days': () => queueFigures(store, { range: '30d' }, now),
  'queue, 90 days': () => queueFigures(store, { range: '90d' }, now),
  'queue, a year': () => queueFigures(store, { range: '1y' }, now),
  'agents, 7 days': () => listAgents(store, { ...agents, range: '7d' }, now),
  'agents, 30 days': () => listAgents(store, { ...agents, range: '30d' }, now),
  'agents by day, 30 days': () => agentFigures(store, { range: '30d', tz: 'UTC' }, now),
  'agents by day, a year': () => agentFigures(store, { range: '1y', tz: 'UTC' }, now),
};

const at = (values: readonly number[], share: number) => values[Math.ceil(share * values.length) - 1] ?? 0;
const wanted = process.argv[2];
console.log(
  `${'question, ms'.padEnd(44)}${'first'.padStart(9)}${'p50'.padStart(9)}${'p99'.padStart(9)}${'CPU p50'.padStart(9)}`,
);
for (const [name, ask] of Object.entries(questions)) {
  if (wanted !== undefined && !name.includes(wanted)) continue;
  const times: number[] = [];
  const cpu: number[] = [];
  let firstMs = 0;
  for (let round = 0; round <= rounds; round += 1) {
    const before = performance.now();
    const cpuBefore = process.cpuUsage();
    await ask();
    const { system, user } = process.cpuUsage(cpuBefore);
    cpu.push((system + user) / 1_000);
    const tookMs = performance.now() - before;
    if (round === 0) firstMs = tookMs;
    else times.push(tookMs);
  }
  times.sort((a, b) => a - b);
  cpu.sort((a, b) => a - b);
  const cells = [firstMs, at(times, 0.5), at(times, 0.99), at(cpu, 0.5)].map((value) => value.toFixed(1).padStart(9));
  console.log(name.padEnd(44) + cells.join(''));
}
await store.close();
