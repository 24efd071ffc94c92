import { Command } from 'commander';
import { backup } from './backup.ts';
import { compareBuilds } from './builds/compare-builds.ts';
import { listBuilds } from './builds/list-builds.ts';
import { showBuild } from './builds/show-build.ts';
import { showBuildLog } from './builds/show-build-log.ts';
import { exitCodes } from './cli-error.ts';
import { completionOf } from './completion.ts';
import { addConnection } from './connections/add-connection.ts';
import { editConnection } from './connections/edit-connection.ts';
import { listConnections } from './connections/list-connections.ts';
import { pauseConnection } from './connections/pause-connection.ts';
import { removeConnection } from './connections/remove-connection.ts';
import { resumeConnection } from './connections/resume-connection.ts';
import { syncConnection } from './connections/sync-connection.ts';
import { testConnection } from './connections/test-connection.ts';
import { demo } from './demo.ts';
import { doctor } from './doctor.ts';
import { exportRows } from './export.ts';
import type { CommandContext } from './house.ts';
import type { Io } from './io.ts';
import { listJobs } from './jobs/list-jobs.ts';
import { login } from './login.ts';
import { logout } from './logout.ts';
import { metrics } from './metrics.ts';
import { migrate } from './migrate.ts';
import { reportError } from './report-error.ts';
import { restore } from './restore.ts';
import { rotateKey } from './secrets/rotate-key.ts';
import { verifySecrets } from './secrets/verify-secrets.ts';
import { serve } from './serve.ts';
import { listFlakyTests } from './tests/list-flaky-tests.ts';
import { listTests } from './tests/list-tests.ts';
import { createToken } from './tokens/create-token.ts';
import { listTokens } from './tokens/list-tokens.ts';
import { revokeToken } from './tokens/revoke-token.ts';
import { changeRole } from './users/change-role.ts';
import { inviteUser } from './users/invite-user.ts';
import { listUsers } from './users/list-users.ts';
import { removeUser } from './users/remove-user.ts';
import { resetPassword } from './users/reset-password.ts';
import { disableUser, enableUser } from './users/set-disabled.ts';
import { addVerb, HelpShown, type Outcome, type Place, reportThroughUs, type Verb } from './verb.ts';

const closing = `
Examples:
  # try it without a Jenkins
  $ buildbutler demo

  # run the server and add a Jenkins
  $ buildbutler serve
  $ buildbutler connections add --test

  # what failed since yesterday
  $ buildbutler builds list --result failure --since 1d

Tables on a terminal, tab-separated lines in a pipe, JSON with --json.
Exit codes: 0 ok, 1 failed, 2 usage, 3 not found, 4 not authorised, 5 unreachable.`;

/** Commander writes while it parses; what it has written is awaited afterwards. */
function writeThrough(program: Command, io: Io): { flush(): Promise<unknown> } {
  const writes: Promise<void>[] = [];
  program.configureOutput({
    writeOut: (text) => writes.push(io.out.write(text)),
    writeErr: (text) => writes.push(io.err.write(text)),
    // Its complaints are reported like every other failure.
    outputError: () => undefined,
    getOutHelpWidth: () => io.out.columns,
    getErrHelpWidth: () => io.err.columns,
    getOutHasColors: () => false,
    getErrHasColors: () => false,
  });
  return { flush: () => Promise.all(writes) };
}

function addNoun(program: Command, noun: { readonly name: string; readonly summary: string }): Command {
  const command = program.command(noun.name).summary(noun.summary).description(`${noun.summary}.`);
  return reportThroughUs(command);
}

function addNouns(program: Command, place: Place): void {
  const noun = (name: string, summary: string) => {
    const command = addNoun(program, { name, summary });
    return { with: <Options>(verb: Verb<Options>) => addVerb(command, verb, place) };
  };
  const connections = noun('connections', 'Jenkins instances: list, add, test, edit, pause, resume, sync, remove');
  connections.with(listConnections);
  connections.with(addConnection);
  connections.with(testConnection);
  connections.with(editConnection);
  connections.with(pauseConnection);
  connections.with(resumeConnection);
  connections.with(syncConnection);
  connections.with(removeConnection);
  noun('jobs', 'Jobs: list').with(listJobs);
  const builds = noun('builds', 'Builds: list, show, log, compare');
  builds.with(listBuilds);
  builds.with(showBuild);
  builds.with(showBuildLog);
  builds.with(compareBuilds);
  const tests = noun('tests', 'Tests: list, flaky');
  tests.with(listTests);
  tests.with(listFlakyTests);
  addVerb(program, metrics, place);
  addVerb(program, exportRows, place);
  const secrets = noun('secrets', 'Sealed secrets of the store: verify, rotate-key');
  secrets.with(verifySecrets);
  secrets.with(rotateKey);
  const users = noun('users', 'Users: list, invite, role, disable, enable, remove, reset-password');
  users.with(listUsers);
  users.with(inviteUser);
  users.with(changeRole);
  users.with(disableUser);
  users.with(enableUser);
  users.with(removeUser);
  users.with(resetPassword);
  const tokens = noun('tokens', 'API tokens: list, create, revoke');
  tokens.with(listTokens);
  tokens.with(createToken);
  tokens.with(revokeToken);
}

function createProgram(context: CommandContext, outcome: Outcome) {
  const { io, house } = context;
  const program = new Command('buildbutler').description('Self-hosted CI analytics for Jenkins.');
  const output = writeThrough(program, io);
  reportThroughUs(program);
  program.helpCommand('help [command]', 'show how a command is used');
  program.addHelpText('after', closing);
  // Read only when asked for: help must work where a setting is wrong.
  program.option('-V, --version', 'show the version').on('option:version', () => {
    program.configureOutput().writeOut?.(`${house.settings().version}\n`);
    throw new HelpShown();
  });
  const place = { context, outcome };
  addVerb(program, serve, place);
  addVerb(program, demo, place);
  addVerb(program, doctor, place);
  addVerb(program, migrate, place);
  addVerb(program, backup, place);
  addVerb(program, restore, place);
  addNouns(program, place);
  addVerb(program, login, place);
  addVerb(program, logout, place);
  addVerb(program, completionOf(program), place);
  return { program, output };
}

/** Runs one command line (without the names of node and script) and returns its exit code; throws nothing. */
export async function runCli(argv: readonly string[], context: CommandContext): Promise<number> {
  const outcome: Outcome = { exit: 'ok' };
  const { program, output } = createProgram(context, outcome);
  try {
    try {
      await program.parseAsync(argv, { from: 'user' });
    } finally {
      await output.flush();
    }
    return exitCodes[outcome.exit];
  } catch (error) {
    if (error instanceof HelpShown) return exitCodes.ok;
    return await reportError(error, context.io).catch(() => exitCodes.failed);
  }
}
