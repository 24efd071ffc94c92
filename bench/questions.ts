import { listBranches } from '../packages/server/src/insights/list-branches.ts';
import { listBuilds } from '../packages/server/src/insights/list-builds.ts';
import { listJobs } from '../packages/server/src/insights/list-jobs.ts';
import { listStages } from '../packages/server/src/insights/list-stages.ts';
import { live } from '../packages/server/src/insights/live.ts';
import { metrics } from '../packages/server/src/insights/metrics.ts';
import { recovery } from '../packages/server/src/insights/recovery.ts';
import { reruns } from '../packages/server/src/insights/reruns.ts';
import { silentJobs } from '../packages/server/src/insights/silent-jobs.ts';
import { stageDetail } from '../packages/server/src/insights/stage-detail.ts';
import { seedEndMs, seededStore } from './seeded-store.shared.ts';

// How long the questions of the pages take in the server, on a store of BENCH_BUILDS builds (1,000,000 unless set).
const count = Number(process.env.BENCH_BUILDS ?? 1_000_000);
const rounds = Number(process.env.BENCH_ROUNDS ?? 40);
const store = await seededStore(count);
const now = seedEndMs;
const page = { page: 1, per_page: 25 };
const jobsPage = { ...page, range: '30d', order: 'desc' } as const;
const stagesPage = { ...page, tz: 'UTC', by: 'job', sort: 'criticalAvg', order: 'desc' } as const;
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
  'totals, a year, one branch': () => metrics(store, { ...base, range: '1y', branch: 'main' }, now),
  'totals, a year, branch and connection': () =>
    metrics(store, { ...base, range: '1y', branch: 'main', instance: ['Production'] }, now),
  'by day, a year, branch, connection, failures': () =>
    metrics(
      store,
      { ...base, range: '1y', group_by: 'day', branch: 'main', instance: ['Production'], result: ['FAILURE'] },
      now,
    ),
  'by week, a year, one folder': () =>
    metrics(store, { ...base, range: '1y', group_by: 'week', folder: '/team-3' }, now),
  'by hour, 14 days': () => metrics(store, { ...base, range: '14d', group_by: 'hour' }, now),
  'worst jobs, a year': () =>
    metrics(store, { ...base, range: '1y', group_by: 'job', sort: 'failures', limit: 10 }, now),
  'by branch, 30 days': () => metrics(store, { ...base, range: '30d', group_by: 'branch' }, now),
  'by label, 30 days': () => metrics(store, { ...base, range: '30d', group_by: 'label' }, now),
  branches: () => listBranches(store, { limit: 50 }, now),
  'latest builds, a year, branch and connection': () =>
    listBuilds(store, { ...page, range: '1y', branch: 'main', instance: ['Production'] }, now),
  'jobs by failures, a year': () => listJobs(store, { ...jobsPage, range: '1y', sort: 'failures' }, now),
  'recovery, 30 days': () => recovery(store, { range: '30d' }, now),
  'recovery, 90 days': () => recovery(store, { range: '90d' }, now),
  're-runs, 30 days': () => reruns(store, { range: '30d' }, now),
  're-runs, 90 days': () => reruns(store, { range: '90d' }, now),
  'silent jobs': () => silentJobs(store, {}, now),
  'stages, 30 days': () => listStages(store, { ...stagesPage, range: '30d' }, now),
  'stages, 90 days': () => listStages(store, { ...stagesPage, range: '90d' }, now),
  'stages by name, 90 days, one branch': () =>
    listStages(store, { ...stagesPage, range: '90d', by: 'stage', branch: 'main' }, now),
  'one stage, 90 days': () =>
    stageDetail(store, { tz: 'Europe/Berlin', range: '90d', stage: 'Test', job: 'team-3/service-3' }, now),
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
console.log(
  `${'question'.padEnd(44)}${'cpu p50'.padStart(9)}${'p50'.padStart(9)}${'p99'.padStart(9)}${'first'.padStart(9)}${'×'.padStart(9)}`,
);
for (const [name, ask] of Object.entries(questions)) {
  const times: number[] = [];
  const work: number[] = [];
  const began = performance.now();
  await ask();
  const first = performance.now() - began;
  for (let round = 0; round < rounds; round += 1) {
    const before = performance.now();
    const busyBefore = process.cpuUsage();
    await ask();
    times.push(performance.now() - before);
    const { system, user } = process.cpuUsage(busyBefore);
    work.push((system + user) / 1_000);
  }
  times.sort((a, b) => a - b);
  work.sort((a, b) => a - b);
  // What it took of a processor tells more than the clock on a machine that has other work.
  const cells = [at(work, 0.5), at(times, 0.5), at(times, 0.99), first].map((ms) => ms.toFixed(1).padStart(9));
  console.log(
    `${name.padEnd(44)}${cells.join('')}${Math.round(at(times, 0.5) / unit)
      .toString()
      .padStart(9)}`,
  );
}
console.log(`columns in memory: ${(store.columns.bytes / 2 ** 20).toFixed(1)} MiB`);
await store.close();
