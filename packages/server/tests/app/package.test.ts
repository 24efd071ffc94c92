import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startServer } from '../cli/bin.ts';

const root = fileURLToPath(new URL('../../../..', import.meta.url));
let folder: string;
let packageDir: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'buildbutler-packed-'));
  const packed = spawnSync(process.execPath, ['scripts/pack.mjs', folder], { cwd: root, encoding: 'utf8' });
  const tarball = packed.stdout.trim();
  execFileSync('tar', ['xzf', tarball, '-C', folder]);
  packageDir = join(folder, 'package');
  // Where npm would have put what the package depends on.
  await symlink(join(root, 'node_modules'), join(folder, 'node_modules'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

test('the package brings the contract along and asks for nothing that is only needed here', async () => {
  const described = JSON.parse(await readFile(join(packageDir, 'package.json'), 'utf8'));
  expect(described).toMatchObject({ name: 'buildbutler', bin: { buildbutler: 'bin/buildbutler.js' } });
  expect(described.devDependencies).toBeUndefined();
  expect(described.scripts).toBeUndefined();
  const names = Object.keys(described.dependencies);
  expect(names.filter((name) => name.startsWith('@buildbutler/'))).toEqual(described.bundleDependencies);
  expect(await readdir(join(packageDir, 'node_modules/@buildbutler'))).toEqual(['contract']);
  const files = await readdir(packageDir, { recursive: true });
  expect(files.filter((file) => /\.(ts|map)$|\.test\.|tsbuildinfo|\.built$/.test(file))).toEqual([]);
});

test('it runs and serves its pages', async () => {
  const bin = join(packageDir, 'bin/buildbutler.js');
  const server = await startServer(['serve'], { bin, dataDir: join(folder, 'data') });
  try {
    const { address } = server.announcement;
    const page = await fetch(`${address}/`, { headers: { accept: 'text/html' } });
    const html = await page.text();
    expect(html).toContain('<div id="root">');
    const script = /src="(\/assets\/[^"]+\.js)"/.exec(html)?.[1];
    expect((await fetch(`${address}${script}`)).status).toBe(200);
  } finally {
    expect(await server.stop('SIGTERM')).toBe(0);
  }
});
