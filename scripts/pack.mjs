// Makes the package `buildbutler` as it is published: server, web pages and contract in one, ready to run.
// `npm run pack -- <folder>` writes the tarball there (by default here) and prints its path.
import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join, resolve } from 'node:path';
import { root } from './bin-of.mjs';
import './build.mjs';

const target = resolve(process.argv[2] ?? '.');
const stage = mkdtempSync(join(tmpdir(), 'buildbutler-package-'));
const read = (path) => JSON.parse(readFileSync(join(root, path), 'utf8'));
const isShipped = (path) => !/^\.built$|\.tsbuildinfo$|\.map$|\.d\.ts$/.test(basename(path));

function copy(from, to) {
  cpSync(join(root, from), join(stage, to), { recursive: true, filter: isShipped });
}

function writeJson(path, value) {
  writeFileSync(join(stage, path), `${JSON.stringify(value, null, 2)}\n`);
}

function layOut() {
  const { devDependencies: _dropped, ...server } = read('packages/server/package.json');
  // The contract is no package of its own: it travels inside this one, which brings what it needs. npm would take
  // dependencies named here for bundled ones and leave them out.
  const {
    dependencies: _brought,
    exports: _replaced,
    private: _published,
    ...contract
  } = read('packages/contract/package.json');
  const inside = join('node_modules', contract.name);
  copy('packages/server/bin', 'bin');
  copy('packages/server/dist', 'dist');
  copy('packages/web/dist', 'web');
  copy('packages/contract/dist', join(inside, 'dist'));
  for (const file of ['README.md', 'CHANGELOG.md', 'LICENSE']) {
    try {
      copy(file, file);
    } catch (error) {
      if (error.code !== 'ENOENT') throw error;
    }
  }
  writeJson(join(inside, 'package.json'), { ...contract, exports: './dist/index.js' });
  writeJson('package.json', {
    ...server,
    files: ['bin', 'dist', 'web', 'CHANGELOG.md'],
    bundleDependencies: [contract.name],
  });
}

try {
  layOut();
  mkdirSync(target, { recursive: true });
  const packed = spawnSync('npm', ['pack', '--json', '--ignore-scripts', '--pack-destination', target], {
    cwd: stage,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
    shell: process.platform === 'win32',
  });
  if (packed.status !== 0) throw new Error(`npm pack failed (${packed.error?.message ?? packed.status})`);
  const [{ filename }] = Object.values(JSON.parse(packed.stdout));
  console.log(join(target, filename));
} finally {
  rmSync(stage, { recursive: true, force: true });
}
