// Builds what is out of date: contract and server with tsc, the web with vite. Prints one line for each, nothing when all is fresh.
import { spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { binOf, root } from './bin-of.mjs';

const targets = [
  {
    name: 'contract and server',
    stamp: 'packages/server/dist/.built',
    inputs: [
      'tsconfig.base.json',
      'packages/contract/src',
      'packages/contract/package.json',
      'packages/contract/tsconfig.json',
      'packages/server/src',
      'packages/server/testkit',
      'packages/server/package.json',
      'packages/server/tsconfig.json',
    ],
    outputs: ['packages/contract/dist/index.js', 'packages/server/dist/src/main.js'],
    command: () => [binOf('typescript', { command: 'tsc' }), '-b', 'packages/server'],
    cwd: '.',
  },
  {
    name: 'web',
    stamp: 'packages/web/dist/.built',
    inputs: [
      'packages/contract/src',
      'packages/web/src',
      'packages/web/public',
      'packages/web/index.html',
      'packages/web/package.json',
      'packages/web/vite.config.ts',
    ],
    outputs: ['packages/web/dist/index.html'],
    command: () => [binOf('vite', { workspace: 'packages/web' }), 'build', '--logLevel', 'warn'],
    cwd: 'packages/web',
  },
];

function mtimeOf(path) {
  return statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0;
}

/** Folders count too: a deleted file changes the folder it was in. Tests are not built. */
function newestIn(path) {
  const stat = statSync(path, { throwIfNoEntry: false });
  if (stat === undefined) return 0;
  if (!stat.isDirectory()) return /\.test\.tsx?$/.test(path) ? 0 : stat.mtimeMs;
  return readdirSync(path).reduce((newest, name) => Math.max(newest, newestIn(join(path, name))), stat.mtimeMs);
}

function isFresh({ stamp, inputs, outputs }) {
  const builtAt = mtimeOf(join(root, stamp));
  if (builtAt === 0 || outputs.some((output) => mtimeOf(join(root, output)) === 0)) return false;
  return inputs.every((input) => newestIn(join(root, input)) <= builtAt);
}

function build({ name, stamp, command, cwd }) {
  const startedAt = Date.now();
  const { error, signal, status } = spawnSync(process.execPath, command(), {
    cwd: join(root, cwd),
    stdio: ['ignore', 2, 2],
  });
  if (status !== 0) {
    console.error(
      `build: ${name} failed${signal === null ? '' : ` (${signal})`}${error === undefined ? '' : ` (${error.message})`}`,
    );
    process.exit(1);
  }
  const stampPath = join(root, stamp);
  mkdirSync(dirname(stampPath), { recursive: true });
  // The time before the build: what is changed while it runs is built the next time.
  writeFileSync(stampPath, '');
  utimesSync(stampPath, new Date(startedAt), new Date(startedAt));
  console.error(`build: ${name} in ${((Date.now() - startedAt) / 1000).toFixed(1)} s`);
}

for (const target of targets) if (!isFresh(target)) build(target);
