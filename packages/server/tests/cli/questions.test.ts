import { routes } from '@buildbutler/contract';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { House } from '../../src/cli/house.ts';
import { ciBot } from '../../testkit/fake-jenkins/access.ts';
import { type FakeJenkins, startFakeJenkins } from '../../testkit/fake-jenkins/start-fake-jenkins.ts';
import { adminName, adminPassword, startTestApp, type TestApp } from '../../testkit/start-test-app.ts';
import { runningBuild, sampleBuild, sampleJob, sampleStep } from '../storage/sample.ts';
import { houseOf, run } from './app-house.ts';

const startMs = Date.UTC(2026, 2, 10);
const minuteMs = 60_000;
const hostileName = 'evil\u001b[2Jname';
const hostileLog = 'start\n\u001b[31mred\u001b[0m\u001b]0;title\u0007\r\nend\n';

let jenkins: FakeJenkins;
let app: TestApp;
let house: House;

async function fill(): Promise<void> {
  for (const name of ['Production', 'Staging']) {
    const body = { name, url: jenkins.url, username: ciBot.name, token: ciBot.token };
    await app.local.call(routes.createConnection, { body });
  }
  const { collection } = app;
  const builds = Array.from({ length: 250 }, (_, index) => ({
    jobId: { newJob: 0 },
    build: sampleBuild({
      number: index + 1,
      startedAtMs: startMs + index * minuteMs,
      result: index % 5 === 0 ? 'FAILURE' : 'SUCCESS',
      durationMs: 30_000,
      branch: index % 2 === 0 ? 'main' : null,
    }),
  }));
  await collection.recordStep(
    sampleStep({
      connectionId: 1,
      newJobs: [sampleJob('team/api'), sampleJob(`team/${hostileName}`)],
      builds: [
        ...builds,
        { jobId: { newJob: 0 }, build: runningBuild({ number: 251, startedAtMs: startMs + 300 * minuteMs }) },
        {
          jobId: { newJob: 1 },
          build: sampleBuild({
            number: 7,
            startedAtMs: startMs,
            displayName: 'v1\u009b31m',
            causes: [{ kind: 'user', text: 'Started by\tAda', user: 'ada', upstream: null }],
            parameters: [
              { name: 'TARGET', value: 'prod\nnow', isMasked: false },
              { name: 'PASSWORD', value: null, isMasked: true },
            ],
            tests: { total: 10, failed: 1, skipped: 2 },
          }),
        },
      ],
    }),
  );
  await collection.recordStep(
    sampleStep({
      connectionId: 2,
      newJobs: [sampleJob('team/api')],
      builds: [{ jobId: { newJob: 0 }, build: sampleBuild({ number: 1, startedAtMs: startMs, result: 'UNSTABLE' }) }],
    }),
  );
}

beforeAll(async () => {
  jenkins = await startFakeJenkins();
  const job = jenkins.world.addJob('team/api');
  jenkins.world.addBuild(job, { log: hostileLog, number: 1 });
  app = await startTestApp();
  house = houseOf(app);
  await fill();
});
afterAll(async () => {
  await app.stop();
  await jenkins.close();
});

const nowMs = startMs + 400 * minuteMs;
const cli = (line: string, more: Parameters<typeof run>[2] = {}) => run(house, line.split(' '), { nowMs, ...more });
const lines = (text: string) => text.split('\n').slice(0, -1);
const cellsOf = (text: string) => lines(text).map((line) => line.split('\t'));

describe('builds list', () => {
  test('shows the newest, and says that there are more on a terminal', async () => {
    const terminal = { isTty: true, columns: 140 };
    const { exit, out, err } = await cli('builds list --limit 2 --connection 1', { terminal });
    expect({ exit, err }).toEqual({ exit: 0, err: '2 of 252 builds; --limit or --all shows more.\n' });
    const [, head, , first, second] = lines(out);
    expect(head).toMatch(/^│ ID +│ Connection +│ Job +│ Number │ Result +│ Branch │ Started +│ Duration │$/);
    expect(first).toMatch(/^│ b_\w+ │ Production │ team\/api │ +#251 │ RUNNING │ — +│ 1 h ago +│ +— │$/);
    expect(second).toMatch(/│ +#250 │ SUCCESS │ — +│ 2 h ago +│ +30\.0 s │$/);
  });

  test('pages as far as is asked, every row once', async () => {
    const { out } = await cli('builds list --limit 240');
    const numbers = cellsOf(out).map(([id]) => id);
    expect(numbers).toHaveLength(240);
    expect(new Set(numbers).size).toBe(240);
  });

  test('reads out everything, as lines and as one array', async () => {
    const rows = cellsOf((await cli('builds list --all')).out);
    expect(rows).toHaveLength(253);
    expect(rows[0]).toEqual([
      expect.stringMatching(/^b_/),
      'Production',
      'team/api',
      '1',
      'FAILURE',
      'main',
      '2026-03-10T00:00:00.000Z',
      '30000',
    ]);
    const all = JSON.parse((await cli('builds list --all --json')).out);
    expect(all.map(({ id }: { id: string }) => id)).toEqual(rows.map(([id]) => id));
  });

  test.each([
    ['--connection Staging', 1],
    ['--connection 2 --connection Production', 253],
    ['--job team/api --connection 1 --result failure --result unstable', 50],
    ['--branch main', 125],
    ['--running', 1],
    ['--since 2026-03-10T04:00:00Z', 11],
    ['--since 5h --until 4h', 60],
    ['--until 2026-03-10', 0],
    ['--range 2026-03-10T00:00:00Z..2026-03-10T00:30:00Z', 32],
  ])('narrows by %s', async (filter, count) => {
    for (const mode of ['--limit 1000', '--all']) {
      const { exit, out } = await cli(`builds list ${filter} ${mode}`);
      expect({ exit, count: lines(out).length }).toEqual({ exit: 0, count });
    }
  });

  test('cleans what Jenkins says', async () => {
    const { out } = await cli('builds list --search evil');
    expect(cellsOf(out)[0]?.[2]).toBe('team/evil [2Jname');
    const asJson = (await cli('builds list --search evil --json')).out;
    expect(asJson).toMatch(/^[\x20-\x7e\n]*$/);
    expect(JSON.parse(asJson)[0].jobName).toBe(`team/${hostileName}`);
  });

  test('does not take a typing error for an empty answer', async () => {
    expect((await cli('builds list --connection Produktion')).exit).toBe(3);
    expect((await cli('builds list --since yesterday')).exit).toBe(2);
    expect((await cli('builds list --range 7d --since 2d')).exit).toBe(2);
  });
});

describe('one build', () => {
  test('is found by id and by job and number', async () => {
    const byNumber = await cli('builds show team/api#1 --connection Staging --json');
    const { id } = JSON.parse(byNumber.out);
    expect((await cli(`builds show ${id} --json`)).out).toBe(byNumber.out);
    const several = await cli('builds show team/api#1');
    expect(several.exit).toBe(2);
    expect(several.err).toContain(`${id} (Staging)`);
  });

  test.each([
    ['b_zzzzz', 3],
    ['team/api#999', 3],
    ['nobody/knows#1', 3],
    ['team/api', 2],
    ['b_!', 2],
  ])('%s is not found or does not name one: exit code %i', async (named, expected) => {
    for (const verb of ['show', 'log']) {
      const { exit, out, err } = await cli(`builds ${verb} ${named}`);
      expect({ exit, out }).toEqual({ exit: expected, out: '' });
      expect(err).toMatch(/^error: .+ \((not_found|usage)\)\n/);
    }
  });

  test('shows everything, one clean line each', async () => {
    const [build] = JSON.parse((await cli('builds list --search evil --json')).out);
    const { out } = await cli(`builds show ${build.id}`);
    expect(lines(out)).toEqual([
      `id\t${build.id}`,
      'connection\tProduction',
      'job\tteam/evil [2Jname',
      'number\t7',
      'display name\tv1 31m',
      'result\tSUCCESS',
      'started\t2026-03-10T00:00:00.000Z',
      'duration\t60000',
      'queue time\t',
      'cause\tStarted by Ada',
      'tests\t7 passed, 1 failed, 2 skipped of 10',
      expect.stringMatching(/^page\thttp:\/\/127\.0\.0\.1:\d+\/job\/team\/job\/evil.+\/7\/$/),
      'parameters\tTARGET\tprod now',
      'parameters\tPASSWORD\t(not stored)',
    ]);
    const terminal = await cli(`builds show ${build.id}`, { terminal: { isTty: true, hasColors: true } });
    expect(terminal.out).not.toContain('\u001b[2J');
    expect(terminal.out).toContain('\nParameters\n  TARGET  prod now\n');
  });

  test('prints its log clean in a pipe, in colours on a terminal, as it is with --raw', async () => {
    const log = 'builds log team/api#1 --connection Staging';
    expect(await cli(log)).toMatchObject({ exit: 0, out: 'start\nred\nend\n', err: '' });
    const terminal = await cli(log, { terminal: { isTty: true, hasColors: true } });
    expect(terminal.out).toBe('start\n\u001b[31mred\u001b[0m\nend\n\u001b[0m');
    expect((await cli(`${log} --raw`)).out).toContain('\u001b]0;title\u0007');
    expect(JSON.parse((await cli(`${log} --json`)).out).log).toContain('red');
  });

  test('a log that the controller does not hand out fails with the code of the connection', async () => {
    const { exit, out, err } = await cli('builds log team/api#250');
    expect({ exit, out }).not.toMatchObject({ exit: 0 });
    expect(err).toMatch(/^error: .+ \(\w+\)\n/);
  });
});

test('jobs list shows the last build and the figures of the range', async () => {
  const range = '--range 2026-03-10T00:00:00Z..2026-03-11T00:00:00Z';
  const { exit, out } = await cli(`jobs list ${range} --job team/api --connection 1`);
  expect(exit).toBe(0);
  const [row] = cellsOf(out);
  expect(row?.slice(1, 7)).toEqual(['Production', 'team/api', 'RUNNING', '251', '2026-03-10T05:00:00.000Z', '250']);
  expect(Number(row?.[7])).toBeCloseTo(0.8, 5);
  expect(Number(row?.[8])).toBeCloseTo(30_000, -3);
  expect((await cli('jobs list --red')).out).toContain('Staging\tteam/api\tUNSTABLE');
  expect(JSON.parse((await cli('jobs list --all --json')).out)).toHaveLength(3);
  const limited = await cli('jobs list --limit 1', { terminal: { isTty: true } });
  expect(limited.err).toBe('1 of 3 jobs; --limit or --all shows more.\n');
});

test('metrics count as the definitions say, whole and by group', async () => {
  const range = '--range 2026-03-09T00:00:00Z..2026-03-12T00:00:00Z --tz UTC';
  const whole = Object.fromEntries(cellsOf((await cli(`metrics ${range}`)).out));
  expect(whole).toMatchObject({ builds: '252', failure: '50', unstable: '1', 'tests failed': '1' });
  expect(Number(whole['success rate'])).toBeCloseTo(201 / 252, 5);
  const days = cellsOf((await cli(`metrics ${range} --group-by day`)).out);
  expect(days.map(([day, builds]) => [day, builds])).toEqual([
    ['2026-03-09', '0'],
    ['2026-03-10', '252'],
    ['2026-03-11', '0'],
  ]);
  const groups = (await cli(`metrics ${range} --group-by instance`, { terminal: { isTty: true } })).out;
  expect(groups).toMatch(/│ Connection +│ Builds │ Failure │ Unstable │ Success rate │/);
  expect(JSON.parse((await cli(`metrics ${range} --json`)).out).data.builds).toBe(252);
});

describe('users and tokens', () => {
  beforeAll(() => app.createAdministrator());

  const signIn = async (password: string) =>
    (
      await fetch(`${app.url}/api/v1/session`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ username: adminName, password }),
      })
    ).status;

  test('a password is reset from standard input or by asking twice', async () => {
    const reset = `users reset-password ${adminName}`;
    const piped = await cli(`${reset} --password-stdin`, { input: 'a piped long password \n' });
    expect(piped).toMatchObject({ exit: 0, out: '' });
    expect(await signIn('a piped long password ')).toBe(201);
    expect(await signIn(adminPassword)).toBe(401);
    const asked = await cli(reset, { answers: ['another long password', 'another long password'] });
    expect(asked.exit).toBe(0);
    expect(asked.err).not.toContain('another long password');
    expect(await signIn('another long password')).toBe(201);
  });

  test('a password that differs, is short, or of nobody changes nothing', async () => {
    const reset = `users reset-password ${adminName}`;
    expect((await cli(reset, { answers: ['one long password 1', 'one long password 2'] })).exit).toBe(2);
    const short = await cli(`${reset} --password-stdin`, { input: 'short' });
    expect(short.exit).toBe(2);
    expect(short.err).toContain('use 15 characters or more');
    expect((await cli(reset)).exit).toBe(2);
    const nobody = await cli('users reset-password nobody --password-stdin', { input: 'a very long password' });
    expect(nobody.exit).toBe(3);
    expect(cellsOf((await cli('users list')).out)).toEqual([
      [adminName, 'admin', expect.stringMatching(/^20.+Z$/), 'active', expect.stringMatching(/^20.+Z$/)],
    ]);
  });

  test('a token is created, works, is listed without its secret, and revoked', async () => {
    const created = await cli('tokens create grafana --scope read:jobs --scope READ:BUILDS --expires-days 30', {
      nowMs: Date.now(),
    });
    expect(created.exit).toBe(0);
    const token = created.out.trim();
    expect(token).toMatch(/^bb_live_\S+$/);
    expect(created.err).not.toContain(token);
    const remote = houseOf(app, { serverUrl: app.url, serverToken: token });
    expect((await run(remote, ['jobs', 'list', '--all'])).exit).toBe(0);
    expect((await run(remote, ['metrics'])).exit).toBe(4);
    const rows = cellsOf((await cli('tokens list')).out);
    expect(rows.map((row) => row.slice(1, 3))).toEqual([['grafana', 'read:jobs,read:builds']]);
    expect((await cli('tokens revoke grafana')).exit).toBe(0);
    expect((await cli('tokens revoke grafana')).exit).toBe(3);
    expect((await run(remote, ['jobs', 'list'])).exit).toBe(4);
  });
});

test('login checks the token before it keeps it', async () => {
  const token = (await cli('tokens create cli --scope read:builds')).out;
  const elsewhere = { ...house, settings: () => ({ ...house.settings(), dataDir: `${app.config.dataDir}/elsewhere` }) };
  const wrong = await run(elsewhere, ['login', app.url, '--token-stdin'], { input: 'bb_live_wrong' });
  expect(wrong.exit).toBe(4);
  expect((await run(elsewhere, ['logout'])).err).toBe('No login is saved.\n');
  expect((await run(elsewhere, ['login', app.url, '--token-stdin'], { input: token })).exit).toBe(0);
  expect((await run(elsewhere, ['builds', 'list', '--limit', '1'])).exit).toBe(0);
  expect((await run(elsewhere, ['connections', 'list'])).exit).toBe(4);
  expect((await run(elsewhere, ['logout'])).exit).toBe(0);
  expect((await run(elsewhere, ['connections', 'list'])).exit).toBe(0);
});
