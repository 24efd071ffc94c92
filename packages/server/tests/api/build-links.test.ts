import { buildSchema, routes } from '@buildbutler/contract';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { hourMs } from '../../src/core/calendar.ts';
import { startTestApp, type TestApp } from '../../testkit/start-test-app.ts';
import { runningBuild, sampleBuild, sampleJob, sampleStep } from '../storage/sample.ts';

let house: TestApp;
const startedAtMs = Date.UTC(2026, 2, 10, 12);
const by = (job: string, number: number) => [
  {
    kind: 'upstream' as const,
    text: `Started by upstream project "${job}" build number ${number}`,
    user: null,
    upstream: { job, number },
  },
];

beforeAll(async () => {
  house = await startTestApp();
  for (const name of ['Production', 'Staging']) {
    const { id: connectionId } = await house.local.call(routes.createConnection, {
      body: { name, url: `https://${name.toLowerCase()}.example`, username: 'ci-bot', token: 'secret' },
    });
    const of = (newJob: number, build: ReturnType<typeof sampleBuild>) => ({ jobId: { newJob }, build });
    await house.collection.recordStep(
      sampleStep({
        connectionId,
        newJobs: ['team/a_pp', 'deploy', 'smoke', 'Team/A_pp', 'team/abpp'].map((name) => sampleJob(name)),
        builds: [
          of(0, sampleBuild({ number: 7, startedAtMs, durationMs: 60_000 })),
          of(
            1,
            sampleBuild({
              number: 3,
              startedAtMs: startedAtMs + 90_000,
              causes: by('team/a_pp', 7),
              result: 'FAILURE',
            }),
          ),
          of(2, runningBuild({ number: 9, startedAtMs: startedAtMs + 23 * hourMs, causes: by('team/a_pp', 7) })),
          // Others: another number, another case, what would be a wildcard, and one before.
          of(1, sampleBuild({ number: 4, startedAtMs: startedAtMs + 91_000, causes: by('team/a_pp', 70) })),
          of(1, sampleBuild({ number: 5, startedAtMs: startedAtMs + 92_000, causes: by('Team/A_pp', 7) })),
          of(1, sampleBuild({ number: 6, startedAtMs: startedAtMs + 93_000, causes: by('team/abpp', 7) })),
          of(1, sampleBuild({ number: 2, startedAtMs: startedAtMs - 1, causes: by('team/a_pp', 7) })),
        ],
      }),
    );
  }
});
afterAll(() => house.stop());

test('a build leads to those that it has started, and they lead back', async () => {
  const { data } = await house.local.call(routes.listBuilds, { query: { instance: 'Staging', job: 'team/a_pp' } });
  const id = data.find(({ jobName, number }) => jobName === 'team/a_pp' && number === 7)?.id ?? '';
  const build = buildSchema.strict().parse(await house.local.call(routes.getBuild, { params: { id } }));
  expect(build.downstream).toMatchObject([
    { job: 'deploy', number: 3, result: 'FAILURE', building: false },
    { job: 'smoke', number: 9, result: null, building: true },
  ]);
  for (const { buildId } of build.downstream) {
    const started = await house.local.call(routes.getBuild, { params: { id: buildId } });
    expect(started.causes[0]?.upstream).toEqual({ job: 'team/a_pp', number: 7, buildId: id });
    expect(started.downstream).toEqual([]);
  }
});
