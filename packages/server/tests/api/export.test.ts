import { inflateSync } from 'node:zlib';
import { exportWhats, routes } from '@buildbutler/contract';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ManualClock } from '../../testkit/manual-clock.ts';
import { startTestApp, type TestApp } from '../../testkit/start-test-app.ts';
import { sampleBuild, sampleJob, sampleStep } from '../storage/sample.ts';
import { problemOf } from './problem-of.ts';

const clock = new ManualClock(Date.UTC(2026, 2, 20, 12));
const count = 2_300;
let house: TestApp;

beforeAll(async () => {
  house = await startTestApp({ clock });
  const { id: connectionId } = await house.local.call(routes.createConnection, {
    body: { name: 'Production', url: 'https://jenkins.example', username: 'ci-bot', token: 'secret' },
  });
  const builds = Array.from({ length: count }, (_, at) =>
    sampleBuild({
      number: at + 1,
      startedAtMs: clock.nowMs() - (at + 1) * 60_000,
      result: at % 4 === 0 ? 'FAILURE' : 'SUCCESS',
      branch: at % 2 === 0 ? 'main' : '=HYPERLINK("http://evil.example")',
      displayName: at === 7 ? 'a "quoted", name\nin two lines' : null,
    }),
  );
  await house.collection.recordStep(
    sampleStep({
      connectionId,
      newJobs: [sampleJob('team/app')],
      builds: builds.map((build) => ({ jobId: { newJob: 0 }, build })),
    }),
  );
});
afterAll(() => house.stop());

type Query = Parameters<typeof house.local.open<typeof routes.exportAnalytics>>[1]['query'];
const ask = (query: Query) => house.local.open(routes.exportAnalytics, { query });

test('every build as a line of CSV, formulas guarded, more of them than any page holds', async () => {
  const response = await ask({ format: 'csv' });
  expect(response.headers.get('content-type')).toContain('text/csv');
  expect(response.headers.get('content-disposition')).toBe('attachment; filename="buildbutler-builds-30d.csv"');
  const text = await response.text();
  const [head = ''] = text.split('\r\n');
  expect(head.split(',').slice(0, 5)).toEqual(['id', 'instance', 'jobName', 'number', 'result']);
  expect(text.split('\r\n')).toHaveLength(count + 2);
  expect(text).toContain(`"'=HYPERLINK(""http://evil.example"")"`);
  expect(text).not.toMatch(/,=/);
  expect(text).toContain('"a ""quoted"", name\nin two lines"');
});

test('JSON of what the filters leave', async () => {
  const rows = JSON.parse(await (await ask({ format: 'json', branch: 'main', result: 'FAILURE' })).text()) as {
    branch: string;
    result: string;
  }[];
  expect(rows).toHaveLength(count / 4);
  expect(new Set(rows.map(({ branch, result }) => `${branch} ${result}`))).toEqual(new Set(['main FAILURE']));
  expect(JSON.parse(await (await ask({ format: 'json', branch: 'none' })).text())).toEqual([]);
});

test('rows of every page', async () => {
  for (const what of exportWhats) {
    const text = await (await ask({ format: 'csv', what })).text();
    expect(text.endsWith('\r\n')).toBe(true);
    expect(Array.isArray(JSON.parse(await (await ask({ format: 'json', what })).text()))).toBe(true);
  }
  const jobs = JSON.parse(await (await ask({ format: 'json', what: 'jobs' })).text());
  expect(jobs).toEqual([expect.objectContaining({ fullName: 'team/app', builds: count })]);
});

test('a picture in both themes, that can be read as one', async () => {
  const pictures: Buffer[] = [];
  for (const theme of ['light', 'dark'] as const) {
    const response = await ask({ format: 'png', theme, tz: 'Europe/Berlin' });
    expect(response.headers.get('content-type')).toBe('image/png');
    const bytes = Buffer.from(await response.arrayBuffer());
    expect(bytes.subarray(0, 8)).toEqual(Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]));
    expect([bytes.readUInt32BE(16), bytes.readUInt32BE(20)]).toEqual([1_200, 560]);
    const length = bytes.readUInt32BE(33);
    expect(inflateSync(bytes.subarray(41, 41 + length))).toHaveLength((1_200 * 3 + 1) * 560);
    pictures.push(bytes);
  }
  expect(pictures[0]?.equals(pictures[1] as Buffer)).toBe(false);
});

test('what has no picture is refused with a sentence', async () => {
  const problem = await problemOf(ask({ format: 'png', what: 'agents' }));
  expect(problem).toMatchObject({ status: 422, code: 'unprocessable' });
  expect(problem.detail).toContain('no picture of agents');
});
