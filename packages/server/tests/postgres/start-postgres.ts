import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, chown, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createAuthority } from '../../testkit/certificates.ts';
import { findPostgres, type PostgresBinaries } from './postgres-binaries.ts';
import { sweepAbandoned } from './sweep-abandoned.ts';

export interface PostgresServer {
  readonly host: string;
  readonly port: number;
  readonly user: string;
  readonly password: string;
  readonly pid: number;
  /** Whom a client has to trust, in PEM. */
  readonly authority: string;
  /** `postgres://…` of one of its databases. */
  urlOf(database: string): string;
  close(): Promise<void>;
}

const user = 'buildbutler';
const password = 'only for tests';
const host = '127.0.0.1';
/** "nobody", or any other that owns nothing. */
const unprivileged = { uid: 65_534, gid: 65_534 };

// PostgreSQL refuses to run as root (https://www.postgresql.org/docs/current/creating-cluster.html).
const isRoot = process.getuid?.() === 0;
const identity = isRoot ? unprivileged : {};

const settings: Readonly<Record<string, string>> = {
  listen_addresses: host,
  unix_socket_directories: '',
  ssl: 'on',
  // It holds nothing that has to survive.
  fsync: 'off',
  full_page_writes: 'off',
  autovacuum: 'off',
  shared_buffers: '64MB',
  max_connections: '120',
  // The tables' own order must not depend on it; see the locale below.
  max_parallel_workers_per_gather: '0',
  io_method: 'sync',
  dynamic_shared_memory_type: process.platform === 'linux' ? 'mmap' : 'posix',
};

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, host);
  await once(probe, 'listening');
  const { port } = probe.address() as AddressInfo;
  probe.close();
  await once(probe, 'close');
  return port;
}

function start(program: string, args: readonly string[], { env }: PostgresBinaries) {
  const child = spawn(program, args, {
    ...identity,
    cwd: '/',
    env: { PATH: process.env.PATH, LC_ALL: 'C', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let text = '';
  const keep = (chunk: Buffer) => {
    text = `${text}${chunk}`.slice(-8_000);
  };
  child.stdout?.on('data', keep);
  child.stderr?.on('data', keep);
  return { child, text: () => text };
}

async function run(program: string, args: readonly string[], binaries: PostgresBinaries): Promise<void> {
  const { child, text } = start(program, args, binaries);
  const [code] = await once(child, 'close');
  if (code !== 0) throw new Error(`${program} ended with ${code}: ${text()}`);
}

async function usableBinaries(folder: string): Promise<PostgresBinaries> {
  const binaries = await findPostgres(folder, { copies: false });
  try {
    await run(binaries.postgres, ['--version'], binaries);
    return binaries;
  } catch (error) {
    if (!isRoot) throw error;
    // A repository below /root: the other user may not look into it.
    await rm(join(folder, 'lib'), { recursive: true });
    return findPostgres(folder, { copies: true });
  }
}

/** Text is to sort the same on every server: this one is given a locale in which it would not. */
async function createCluster(folder: string, binaries: PostgresBinaries): Promise<string> {
  const data = join(folder, 'data');
  const passwordFile = join(folder, 'password');
  await mkdir(data, { mode: 0o700 });
  await writeFile(passwordFile, password, { mode: 0o600 });
  if (isRoot) for (const path of [data, passwordFile]) await chown(path, unprivileged.uid, unprivileged.gid);
  const locale = ['--encoding=UTF8', '--locale=C', '--locale-provider=icu', '--icu-locale=en-US'];
  const access = [`--username=${user}`, '--auth=scram-sha-256', `--pwfile=${passwordFile}`];
  // A connection of a test should not cost the 4,096 rounds that keep a stolen password safe.
  const quick = ['--no-sync', '--no-instructions', '--set', 'scram_iterations=1'];
  await run(binaries.initdb, [`--pgdata=${data}`, ...locale, ...access, ...quick], binaries);
  return data;
}

/** Encryption as a client may ask for it. */
async function addEncryption(data: string): Promise<string> {
  const authority = createAuthority();
  const { cert, key } = authority.issue();
  for (const [name, text] of [
    ['server.crt', cert],
    ['server.key', key],
  ] as const) {
    await writeFile(join(data, name), text, { mode: 0o600 });
    if (isRoot) await chown(join(data, name), unprivileged.uid, unprivileged.gid);
  }
  return authority.cert;
}

async function untilReady({ child, text }: ReturnType<typeof start>): Promise<void> {
  while (!text().includes('ready to accept connections')) {
    if (child.exitCode !== null || child.signalCode !== null) throw new Error(`PostgreSQL did not start: ${text()}`);
    await Promise.race([once(child.stderr ?? child, 'data'), once(child, 'exit')]);
  }
}

async function launch(data: string, port: number, binaries: PostgresBinaries): Promise<ChildProcess> {
  const options = Object.entries({ ...settings, port: String(port) }).flatMap(([name, value]) => [
    '-c',
    `${name}=${value}`,
  ]);
  const started = start(binaries.postgres, ['-D', data, ...options], binaries);
  await untilReady(started);
  return started.child;
}

/** A real PostgreSQL server of its own on a free port of this machine, with an empty cluster; some 2 s. */
export async function startPostgres(): Promise<PostgresServer> {
  await sweepAbandoned();
  const folder = await mkdtemp(join(tmpdir(), `buildbutler-postgres-${process.pid}-`));
  await chmod(folder, 0o755);
  try {
    const binaries = await usableBinaries(folder);
    const data = await createCluster(folder, binaries);
    const authority = await addEncryption(data);
    const port = await freePort();
    const child = await launch(data, port, binaries);
    // A run that is broken off must not leave a server behind; what stays of its folder is swept by the next run.
    const end = () => child.kill('SIGQUIT');
    process.once('exit', end);
    return {
      host,
      port,
      user,
      password,
      pid: child.pid ?? 0,
      authority,
      urlOf: (database) => `postgres://${user}:${encodeURIComponent(password)}@${host}:${port}/${database}`,
      async close() {
        process.off('exit', end);
        const ended = once(child, 'exit');
        // Immediate shutdown: nothing is to be kept.
        child.kill('SIGQUIT');
        await ended;
        await rm(folder, { recursive: true, force: true });
      },
    };
  } catch (error) {
    await rm(folder, { recursive: true, force: true });
    throw error;
  }
}
