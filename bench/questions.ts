import { listBuilds } from '../packages/server/src/insights/list-builds.ts';
import { listJobs } from '../packages/server/src/insights/list-jobs.ts';
import { live } from '../packages/server/src/insights/live.ts';
import { metrics } from '../packages/server/src/insights/metrics.ts';
import { seedEndMs, seededStore } from './seeded-store.shared.ts';

// How long the questions of the pages take in the server, on a store of BENCH_BUILDS builds (1,000,000 unless set).
const count = Number(process.env.BENCH_BUILDS ?? 1_000_000);
const rounds = 40;
const store = await seededStore(count);
const now = seedEndMs;
const page = { page: 1, per_page: 25 };
const jobsPage = { ...page, range: '30d', order: 'desc' } as const;
const base = { tz: 'Europe/Berlin', limit: 1_000 };

const questions: Record<string, () => Promise<unknown>> = {
  'totals, 30 days, with the period before': () => metrics(store, { ...base, range: '30d', compare: 'previous' }, now),
  'by day, 90 days': () => metrics(store, { ...base, range: '90d', group_by: 'day' }, now),
  'by day, a year': () => metrics(store, { ...base, range: '1y', group_by: 'day' }, now),
  'by day, 30 days, one job': () =>
    metrics(store, { ...base, range: '30d', group_by: 'day', job: 'team-3/service-3' }, now),
  'by day, 30 days, one branch': () => metrics(store, { ...base, range: '30d', group_by: 'day', branch: 'main' }, now),
  'by day, a year, one branch': () => metrics(store, { ...base, range: '1y', group_by: 'day', branch: 'main' }, now),
  'worst jobs, 30 days': () =>
    metrics(store, { ...base, range: '30d', group_by: 'job', sort: 'failures', limit: 10 }, now),
  'latest builds': () => listBuilds(store, page, now),
  'latest builds, failures of 30 days': () => listBuilds(store, { ...page, range: '30d', result: ['FAILURE'] }, now),
  'latest builds, one branch': () => listBuilds(store, { ...page, range: '30d', branch: 'main' }, now),
  'slowest builds, 30 days': () => listBuilds(store, { ...page, range: '30d', sort: 'duration' }, now),
  'builds, page 400': () => listBuilds(store, { ...page, page: 400 }, now),
  'everything by cursor, 1,000 rows': () => listBuilds(store, { ...page, cursor: 'c9zz', limit: 1_000 }, now),
  'jobs by failures, 30 days': () => listJobs(store, { ...jobsPage, sort: 'failures' }, now),
  'jobs by p95, 30 days': () => listJobs(store, { ...jobsPage, sort: 'p95' }, now),
  'red jobs': () => listJobs(store, { ...jobsPage, red: 'true', sort: 'redSince' }, now),
  'live counters': () => live(store),
};

const at = (values: readonly number[], share: number) =>
  values[Math.min(values.length - 1, Math.ceil(share * values.length) - 1)] ?? 0;

// The cheapest read there is, in the same run: what the machine itself does today.
const baseline: number[] = [];
for (let round = 0; round < rounds; round += 1) {
  const before = performance.now();
  await store.db.selectFrom('counter').selectAll().execute();
  baseline.push(performance.now() - before);
}
baseline.sort((a, b) => a - b);
const unit = at(baseline, 0.5);

console.log(`${count} builds; ms; × = times the cheapest read (${unit.toFixed(3)} ms)`);
console.log(`${'question'.padEnd(44)}${'p50'.padStart(9)}${'p95'.padStart(9)}${'max'.padStart(9)}${'×'.padStart(9)}`);
for (const [name, ask] of Object.entries(questions)) {
  const times: number[] = [];
  await ask();
  for (let round = 0; round < rounds; round += 1) {
    const before = performance.now();
    await ask();
    times.push(performance.now() - before);
  }
  times.sort((a, b) => a - b);
  const cells = [at(times, 0.5), at(times, 0.95), at(times, 1)].map((ms) => ms.toFixed(1).padStart(9));
  console.log(
    `${name.padEnd(44)}${cells.join('')}${Math.round(at(times, 0.5) / unit)
      .toString()
      .padStart(9)}`,
  );
}
await store.close();
