import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { BuildResult, CollectedBuild } from '../../src/core/build.ts';
import { dayMs } from '../../src/core/calendar.ts';
import { buildKey, publicBuildId, publicJobId } from '../../src/core/entity-id.ts';
import type { Stage } from '../../src/core/stage.ts';
import { compareBuilds } from '../../src/insights/compare-builds.ts';
import { jobTrend } from '../../src/insights/job-trend.ts';
import { type ListStagesInput, listStages } from '../../src/insights/list-stages.ts';
import { recovery } from '../../src/insights/recovery.ts';
import { reruns } from '../../src/insights/reruns.ts';
import { silentJobs } from '../../src/insights/silent-jobs.ts';
import { stageDetail } from '../../src/insights/stage-detail.ts';
import { createCollectionStore } from '../../src/storage/create-collection-store.ts';
import { backEnds, type OpenedStore } from '../storage/back-ends.ts';
import {
  changesOf,
  sampleCase,
  sampleChange,
  sampleStage,
  sampleSuite,
  stagesOf,
  testsOf,
} from '../storage/deep-sample.ts';
import { addConnection, sampleBuild, sampleJob, sampleStep } from '../storage/sample.ts';

const now = Date.UTC(2026, 5, 30, 12);
const start = now - 20 * dayMs;
const count = 120;
const stepMs = (20 * dayMs) / count;

function sequence(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

interface Known {
  readonly build: CollectedBuild;
  readonly stages: readonly Stage[];
}

/** From build 61 on the tests of the job take twice as long. */
function invent(): Known[] {
  const random = sequence(17);
  return Array.from({ length: count }, (_, at) => {
    const number = at + 1;
    const startedAtMs = Math.floor(start + at * stepMs + random() * 1_000);
    const testMs = Math.floor((number > 60 ? 240_000 : 120_000) * (0.95 + 0.1 * random()));
    const lintMs = Math.floor(60_000 * (0.9 + 0.2 * random()));
    const result = (['SUCCESS', 'SUCCESS', 'SUCCESS', 'UNSTABLE', 'FAILURE', 'ABORTED'] as const)[
      Math.floor(random() * 6)
    ];
    const times = { startedAtMs: startedAtMs + 10_000, agent: null };
    const stages = [
      sampleStage({ id: '1', name: 'Build', startedAtMs, durationMs: 10_000 }),
      sampleStage({ id: '2', name: 'Checks', ...times, durationMs: testMs }),
      sampleStage({
        id: '3',
        parentId: '2',
        kind: 'parallel',
        name: 'unit',
        ...times,
        durationMs: testMs,
        status: result === 'FAILURE' ? 'failure' : 'success',
      }),
      sampleStage({ id: '4', parentId: '2', kind: 'parallel', name: 'lint', ...times, durationMs: lintMs }),
      sampleStage({ id: '5', name: 'Deploy', status: 'skipped', startedAtMs: null, durationMs: null }),
    ];
    const build = sampleBuild({
      number,
      startedAtMs,
      result: result as BuildResult,
      durationMs: 10_000 + testMs,
      branch: random() < 0.7 ? 'main' : 'dev',
      commit: (1_000 + Math.floor(random() * 60)).toString(16).padStart(40, '0'),
    });
    return { build, stages };
  });
}

const range = '14d';
const since = now - 14 * dayMs;

describe.each(backEnds)('trends on $name', ({ open }) => {
  let opened: OpenedStore;
  let job = 0;
  const known = invent();
  const builds = known.map(({ build }) => build);

  beforeAll(async () => {
    opened = await open();
    const collection = createCollectionStore(opened.store);
    await addConnection(opened.store, 1, 'Production');
    const newJobs = [sampleJob('team/api', { kind: 'pipeline' }), sampleJob('nightly')];
    const [first = 0, second = 0] = await collection.recordStep(sampleStep({ newJobs }));
    job = first;
    await collection.recordStep(
      sampleStep({
        builds: builds.map((build) => ({ jobId: job, build })),
        deep: known.map(({ build, stages }) => stagesOf(job, build.number, stages)),
      }),
    );
    const nights = Array.from({ length: 12 }, (_, night) => ({
      jobId: second,
      build: sampleBuild({ number: night + 1, startedAtMs: now - (15 - night) * dayMs }),
    }));
    await collection.recordStep(sampleStep({ builds: nights }));
    const report = (broken: boolean) => [
      sampleSuite([
        sampleCase({
          name: 'breaks',
          status: broken ? 'failed' : 'passed',
          errorDetails: broken ? 'expected 7' : null,
        }),
        sampleCase({ name: 'mends', status: broken ? 'passed' : 'failed' }),
        sampleCase({ name: 'stays' }),
        sampleCase({ name: broken ? 'comes' : 'goes' }),
        sampleCase({ name: 'rests', status: broken ? 'skipped' : 'passed' }),
      ]),
    ];
    await collection.recordStep(
      sampleStep({
        deep: [
          testsOf(job, 1, report(false)),
          testsOf(job, 3, report(true)),
          changesOf(job, 2, [sampleChange({ commit: 'a'.repeat(40) })]),
          changesOf(job, 3, [sampleChange({ commit: 'a'.repeat(40) }), sampleChange({ commit: 'b'.repeat(40) })]),
        ],
      }),
    );
  });
  afterAll(() => opened.close());

  it('tell time to recover as a recount does', async () => {
    const times: number[] = [];
    let open = 0;
    for (const branch of ['main', 'dev']) {
      let isGreen = false;
      let red: CollectedBuild | null = null;
      for (const build of builds.filter((some) => some.branch === branch && some.result !== 'ABORTED')) {
        if (build.result === 'SUCCESS') {
          if (red !== null && red.startedAtMs >= since)
            times.push(build.startedAtMs + (build.durationMs ?? 0) - red.startedAtMs);
          red = null;
          isGreen = true;
        } else if (isGreen && red === null) red = build;
      }
      if (red !== null && red.startedAtMs >= since) open += 1;
    }
    const { data, rows } = await recovery(opened.store, { range }, now);
    times.sort((a, b) => a - b);
    expect(times.length).toBeGreaterThan(5);
    expect(data).toEqual({
      recoveries: times.length,
      open,
      avg: Math.round(times.reduce((sum, time) => sum + time, 0) / times.length),
      p50: times[Math.ceil(times.length * 0.5) - 1],
      p95: times[Math.ceil(times.length * 0.95) - 1],
    });
    expect(rows).toHaveLength(times.length + open);
    expect(rows[0]).toMatchObject({ jobName: 'team/api', instance: 'Production' });
    const onDev = await recovery(opened.store, { range, branch: 'dev' }, now);
    expect(onDev.rows.every(({ branch }) => branch === 'dev')).toBe(true);
  });

  it('count re-runs as a recount does', async () => {
    const before = new Map<string, boolean>();
    const passed = new Set<string>();
    let again = 0;
    let ms = 0;
    for (const { commit, durationMs, result, startedAtMs } of builds) {
      const hasFailed = result === 'FAILURE' || result === 'UNSTABLE';
      const key = commit ?? '';
      if (before.has(key) && startedAtMs >= since) {
        again += 1;
        ms += durationMs ?? 0;
        if (result === 'SUCCESS' && before.get(key)) passed.add(key);
      }
      before.set(key, (before.get(key) ?? false) || hasFailed);
    }
    const { data, rows } = await reruns(opened.store, { range }, now);
    expect(again).toBeGreaterThan(10);
    expect(data).toEqual({ builds: again, minutes: Math.round((ms / 60_000) * 10) / 10, passedOnRerun: passed.size });
    expect(rows).toHaveLength(1);
  });

  it('find the nightly that does not run any more', async () => {
    const { data } = await silentJobs(opened.store, {}, now);
    expect(data).toEqual([expect.objectContaining({ jobName: 'nightly', usualInterval: dayMs, overdue: 3 * dayMs })]);
  });

  const asked: ListStagesInput = { range, tz: 'UTC', by: 'job', sort: 'stage', order: 'asc', page: 1, per_page: 25 };
  const inRange = known.filter(({ build }) => build.startedAtMs >= since);

  it('add up stages as a recount does', async () => {
    const { data, meta } = await listStages(opened.store, asked, now);
    expect(meta.total).toBe(4);
    expect(data.map(({ stage }) => stage)).toEqual(['Build', 'Checks', 'Checks / lint', 'Checks / unit']);
    const unit = inRange.map(({ stages }) => stages[2] as Stage);
    const sorted = unit.map(({ durationMs }) => durationMs ?? 0).sort((a, b) => a - b);
    const shown = data[3];
    const failures = unit.filter(({ status }) => status === 'failure').length;
    expect(shown).toMatchObject({
      jobName: 'team/api',
      runs: unit.length,
      failures,
      successRate: (unit.length - failures) / unit.length,
      min: sorted[0],
      max: sorted.at(-1),
      avg: Math.round(sorted.reduce((sum, value) => sum + value, 0) / sorted.length),
      criticalShare: 1,
    });
    const exact = sorted[Math.ceil(sorted.length * 0.95) - 1] ?? 0;
    expect(Math.abs((shown?.p95 ?? 0) - exact)).toBeLessThanOrEqual(exact * 0.01);
    expect(data[2]).toMatchObject({ criticalShare: 0, criticalAvg: 0 });
    // The stage around them adds nothing of its own.
    expect(data[1]).toMatchObject({ criticalShare: 1, criticalAvg: 0 });
    const onDev = await listStages(opened.store, { ...asked, branch: 'dev', by: 'stage', stage: 'UNIT' }, now);
    const dev = inRange.filter(({ build }) => build.branch === 'dev');
    expect(onDev.data).toEqual([
      expect.objectContaining({ jobId: null, stage: 'Checks / unit', runs: dev.length, jobs: 1 }),
    ]);
    const slowest = await listStages(opened.store, { ...asked, sort: 'p95', order: 'desc' }, now);
    expect(slowest.data.map(({ p95 }) => p95)).toEqual(
      slowest.data.map(({ p95 }) => p95).sort((a, b) => (b ?? 0) - (a ?? 0)),
    );
  });

  it('show one stage build by build, by hours of the day of a zone', async () => {
    const tz = 'Asia/Kolkata';
    const detail = await stageDetail(opened.store, { range, tz, stage: 'Checks / unit' }, now);
    expect(detail.points.map(({ number }) => number)).toEqual(inRange.map(({ build }) => build.number));
    expect(detail.histogram.reduce((sum, bin) => sum + bin.count, 0)).toBe(inRange.length);
    const hourOf = new Intl.DateTimeFormat('en-GB', { timeZone: tz, hour: '2-digit', hourCycle: 'h23' });
    for (const { hour, runs } of detail.byHour) {
      const its = inRange.filter(({ stages }) => Number(hourOf.format(stages[2]?.startedAtMs ?? 0)) === hour);
      expect([hour, runs]).toEqual([hour, its.length]);
    }
    await expect(stageDetail(opened.store, { range, tz, stage: 'unit' }, now)).rejects.toThrow(
      /No build of this range/,
    );
  });

  it('notice since which build a job is slower', async () => {
    const { changes, points } = await jobTrend(opened.store, { id: publicJobId(job), range: '30d' }, now);
    expect(points).toHaveLength(builds.filter(({ result }) => result !== 'ABORTED').length);
    expect(changes).toHaveLength(1);
    const after = builds.filter(
      ({ number, result }) => number > 60 && (result === 'SUCCESS' || result === 'UNSTABLE'),
    )[0];
    expect(changes[0]?.number).toBe(after?.number);
    expect(changes[0]?.ratio).toBeCloseTo(250 / 130, 0);
  });

  it('put two builds side by side', async () => {
    const id = (number: number) => publicBuildId(buildKey(job, number));
    const { changes, metrics, tests } = await compareBuilds(opened.store, { a: id(1), b: id(3) });
    expect(changes).toEqual({ commits: 2 });
    const [a, b] = [builds[0]?.durationMs ?? 0, builds[2]?.durationMs ?? 0];
    expect(metrics.find(({ key }) => key === 'duration')).toMatchObject({ a, b, delta: b - a, isWorse: b > a });
    expect(metrics.filter(({ key }) => key.startsWith('stage:')).map(({ label }) => label)).toEqual([
      'Build',
      'Checks',
      'Checks / unit',
      'Checks / lint',
      'Deploy',
    ]);
    const names = Object.entries(tests ?? {}).map(([group, { data }]) => [group, data.map(({ name }) => name)]);
    expect(Object.fromEntries(names)).toEqual({
      regressions: ['breaks'],
      fixed: ['mends'],
      added: ['comes'],
      removed: ['goes'],
      flaky: [],
      other: ['rests'],
    });
    expect(tests?.regressions.data[0]).toMatchObject({ a: 'passed', b: 'failed', error: 'expected 7' });
    const far = await compareBuilds(opened.store, { a: id(1), b: id(100) });
    expect(far).toMatchObject({ tests: null, changes: { commits: null } });
    await expect(compareBuilds(opened.store, { a: id(1), b: 'b_zzz' })).rejects.toThrow(/no build/);
  });
});
