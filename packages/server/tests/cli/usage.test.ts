import { expect, test } from 'vitest';
import type { House } from '../../src/cli/house.ts';
import { runCli } from '../../src/cli/program.ts';
import { AppError } from '../../src/core/app-error.ts';
import { absentHouse } from './absent-house.ts';
import { type MemoryIoOptions, memoryIo } from './memory-io.ts';

/** A machine with a wrong setting: what is tested here must work there too. */
const brokenHouse: House = {
  ...absentHouse,
  settings() {
    throw new AppError('bad_request', 'BUILDBUTLER_PORT is not a port: "abc".');
  },
};

async function run(argv: readonly string[], options: MemoryIoOptions = {}, house: House = brokenHouse) {
  const io = memoryIo(options);
  const exit = await runCli(argv, { io, house });
  return { exit, out: io.out.text(), err: io.err.text() };
}

const commands = [
  'serve',
  'demo',
  'doctor',
  'migrate',
  'backup',
  'restore',
  'secrets verify',
  'secrets rotate-key',
  'completion',
  'login',
  'logout',
  'connections list',
  'connections add',
  'connections test',
  'connections edit',
  'connections pause',
  'connections resume',
  'connections sync',
  'connections remove',
  'jobs list',
  'builds list',
  'builds show',
  'builds log',
  'metrics',
  'users list',
  'users invite',
  'users role',
  'users disable',
  'users enable',
  'users remove',
  'users reset-password',
  'tokens list',
  'tokens create',
  'tokens revoke',
];

test.each(commands)('%s --help teaches by example, on stdout', async (command) => {
  const { exit, out, err } = await run([...command.split(' '), '--help']);
  expect({ exit, err }).toEqual({ exit: 0, err: '' });
  expect(out).toContain(`Usage: buildbutler ${command}`);
  expect(out).toMatch(new RegExp(`Examples:\\n  # .+\\n  \\$ .*buildbutler ${command}`));
});

test('help names every command', async () => {
  const { exit, out } = await run(['--help']);
  expect(exit).toBe(0);
  for (const command of commands) expect(out).toContain(`  ${command.split(' ')[0]} `);
  expect((await run(['help', 'connections'])).out).toContain('Usage: buildbutler connections');
});

test.each([
  [['connections', 'lst'], "Unknown command 'lst'. (Did you mean list?)"],
  [['conections'], "Unknown command 'conections'. (Did you mean connections?)"],
  [['connections', 'list', '--jsn'], "Unknown option '--jsn'. (Did you mean --json?)"],
  [['connections', 'test'], "Missing required argument 'connection'."],
  [['connections', 'list', 'all'], 'Too many arguments'],
  [['builds', 'list', '--limit', '0'], "argument '0' is invalid. Expected a whole number from 1 to 100000."],
  [['builds', 'list', '--limit', '5', '--all'], "'--all' cannot be used with option '--limit <count>'"],
  [['builds', 'list', '--result', 'green'], "argument 'green' is invalid. Expected one of SUCCESS, UNSTABLE"],
  [['builds', 'list', '--range', '5d'], "argument '5d' is invalid. Expected one of 24h, 7d"],
  [['jobs', 'list', '--sort', 'size'], "argument 'size' is invalid. Allowed choices are name"],
  [['metrics', '--tz', 'Mars/Olympus'], "argument 'Mars/Olympus' is invalid. Expected an IANA name"],
  [['connections', 'add', '--sync-interval', '25h'], "argument '25h' is invalid. Expected 1s to 24h"],
  [
    ['connections', 'add', '--tls-mode', 'off'],
    "argument 'off' is invalid. Allowed choices are default, ca, insecure.",
  ],
  [['serve', '--port', '65536'], "argument '65536' is invalid. Expected a whole number from 0 to 65535."],
])('%j is a usage error that says what to do', async (argv, sentence) => {
  const { exit, out, err } = await run(argv);
  expect({ exit, out }).toEqual({ exit: 2, out: '' });
  expect(err).toMatch(/^error: .*\(usage\)\n {2}`buildbutler.* --help` shows how it is used\.\n$/);
  expect(err).toContain(sentence);
});

test('secrets on the command line are refused and not repeated', async () => {
  for (const argv of [
    ['connections', 'add', '--token=s3cret'],
    ['users', 'reset-password', 'ada', '--password', 's3cret'],
  ]) {
    const { exit, err } = await run(argv);
    expect(exit).toBe(2);
    expect(err).toMatch(
      /on the command line can be read by every user of the machine.*\n.*--(token|password)-stdin < file/,
    );
    expect(err).not.toContain('s3cret');
  }
});

test('without a command the list of commands is shown, as a usage error', async () => {
  for (const argv of [[], ['connections']]) {
    const { exit, out, err } = await run(argv);
    expect({ exit, out }).toEqual({ exit: 2, out: '' });
    expect(err).toContain('Commands:');
    expect(err).toMatch(/error: Name a command; the list is above\. \(usage\)\n$/);
  }
});

test('a wrong setting is one sentence, not a stack', async () => {
  expect(await run(['connections', 'list'])).toEqual({
    exit: 2,
    out: '',
    err: 'error: BUILDBUTLER_PORT is not a port: "abc". (bad_request)\n',
  });
});

test('shows the version', async () => {
  const settings = () => ({ version: '9.8.7', dataDir: '/nowhere', serverUrl: null, serverToken: null });
  expect(await run(['--version'], {}, { ...brokenHouse, settings })).toEqual({ exit: 0, out: '9.8.7\n', err: '' });
});

test('a defect is named as one, and fails', async () => {
  const settings = () => ({ version: '9.8.7', dataDir: '/nowhere', serverUrl: null, serverToken: null });
  const { exit, err } = await run(['connections', 'list'], {}, { ...brokenHouse, settings });
  expect(exit).toBe(1);
  expect(err).toMatch(
    /^error: findServer is not part of this test \(internal_error\)\n {2}This is a defect of BuildButler/,
  );
});
