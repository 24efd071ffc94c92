import { spawnSync } from 'node:child_process';
import { cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

const root = fileURLToPath(new URL('../../..', import.meta.url));
const server = 'packages/server/src';
const web = 'packages/web/src';

/** A small house with one offence in each file, and the same rules as the real one. */
let folder: string;

const offences: [file: string, text: string, rule: string][] = [
  [`${server}/core/reads-store.ts`, `import '../storage/table.ts';`, 'border-core'],
  [`${server}/sync/asks-insight.ts`, `import '../insights/chart.ts';`, 'border-sync'],
  [
    `${server}/storage/knows-sync.ts`,
    `import type { Plan } from '../sync/plan.ts';\nexport type P = Plan;`,
    'border-storage',
  ],
  [`${server}/insights/performs-verb.ts`, `import '../operations/verb.ts';`, 'border-insights'],
  [`${server}/operations/knows-http.ts`, `import '../api/handler.ts';`, 'border-operations'],
  [`${server}/jenkins/speaks-wire.ts`, `import '../../../contract/src/wire.ts';`, 'contract-readers'],
  [`${server}/jenkins/opens-socket.ts`, `import 'node:http';`, 'http-door'],
  [`${server}/operations/writes-sql.ts`, `import 'node:sqlite';`, 'sql-door'],
  [`${server}/api/needs-test.ts`, `import '../../testkit/tool.ts';`, 'no-tests-in-product'],
  ['packages/contract/src/knows-server.ts', `import '../../server/src/core/pure.ts';`, 'contract-stands-alone'],
  [`${server}/core/circle-a.ts`, `import './circle-b.ts';`, 'no-cycles'],
  [`${server}/core/misses.ts`, `import './nothing.ts';`, 'no-unresolved'],
];
const innocent: [file: string, text: string][] = [
  [`${server}/core/pure.ts`, 'export const pure = 1;'],
  [`${server}/core/circle-b.ts`, `import './circle-a.ts';`],
  [`${server}/storage/table.ts`, `import '../core/pure.ts';`],
  [`${server}/insights/chart.ts`, `import '../storage/table.ts';\nimport '../../../contract/src/wire.ts';`],
  [`${server}/operations/verb.ts`, `import '../storage/table.ts';`],
  [`${server}/sync/plan.ts`, 'export type Plan = string;'],
  [`${server}/api/handler.ts`, `import '../operations/verb.ts';\nimport '../insights/chart.ts';`],
  [`${server}/app.ts`, `import './api/handler.ts';\nimport './sync/plan.ts';`],
  ['packages/server/testkit/tool.ts', 'export const tool = 1;'],
  ['packages/contract/src/wire.ts', 'export const wire = 1;'],
];
const lintOffences: [file: string, text: string, rule: string][] = [
  [`${web}/pages/knows-server.ts`, `export * from '../../../server/src/core/pure.ts';`, 'noRestrictedImports'],
  [`${web}/lib/knows-page.ts`, `export * from '../pages/page.ts';`, 'noRestrictedImports'],
  [`${web}/queries/knows-ui.ts`, `export * from '../ui/button.ts';`, 'noRestrictedImports'],
  [`${web}/ui/knows-query.ts`, `export * from '../queries/query.ts';`, 'noRestrictedImports'],
  [`${web}/pages/circle-a.ts`, `import { b } from './circle-b.ts';\nexport const a = () => b;\n`, 'noImportCycles'],
  [`${web}/lib/fetches.ts`, `export const ask = () => fetch('/');\n`, 'noRestrictedGlobals'],
  [`${server}/api/reads-environment.ts`, 'export const home = process.env.HOME;\n', 'noProcessEnv'],
  [`${server}/api/talks.ts`, `export const talk = () => console.log('x');\n`, 'noConsole'],
  [`${server}/core/looks-at-clock.ts`, 'export const now = () => Date.now();\n', 'plugin'],
  [`${server}/api/keeps-state.ts`, 'let count = 0;\nexport const next = () => (count += 1);\n', 'plugin'],
];
const lintInnocent: [file: string, text: string][] = [
  [`${web}/pages/page.ts`, `export * from '../lib/pure.ts';\n`],
  [`${web}/pages/circle-b.ts`, `import { a } from './circle-a.ts';\nexport const b = () => a;\n`],
  [`${web}/lib/pure.ts`, 'export const pure = 1;\n'],
  [`${web}/ui/button.ts`, `export * from '../lib/pure.ts';\n`],
  [`${web}/queries/query.ts`, `export * from '../lib/pure.ts';\n`],
];

async function write(path: string, text: string): Promise<void> {
  await mkdir(dirname(join(folder, path)), { recursive: true });
  await writeFile(join(folder, path), text);
}

function run(command: string[]): string {
  const { stdout } = spawnSync(process.execPath, command, { cwd: folder, encoding: 'utf8', maxBuffer: 1e8 });
  return stdout;
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'buildbutler-borders-'));
  for (const name of ['biome.json', 'dependency-cruiser.config.mjs', '.gitignore', 'scripts/lint']) {
    await cp(join(root, name), join(folder, name), { recursive: true });
  }
  for (const [path, text] of [...offences, ...innocent, ...lintOffences, ...lintInnocent]) await write(path, text);
});
afterAll(() => rm(folder, { recursive: true, force: true }));

describe('an import across a border fails the check', () => {
  let found: { from: string; rule: { name: string } }[];
  beforeAll(() => {
    const cruiser = join(root, 'node_modules/dependency-cruiser/bin/dependency-cruise.mjs');
    const args = [
      '--config',
      'dependency-cruiser.config.mjs',
      '--output-type',
      'json',
      'packages/contract',
      'packages/server',
    ];
    found = JSON.parse(run([cruiser, ...args])).summary.violations;
  });

  test.each(offences)('%s', (file, _text, rule) => {
    expect(found.filter(({ from }) => from === file).map((violation) => violation.rule.name)).toContain(rule);
  });

  test.each(innocent.filter(([file]) => !file.includes('circle')))('%s does not', (file) => {
    expect(found.filter(({ from }) => from === file)).toEqual([]);
  });
});

describe('a ban of the house fails the lint', () => {
  let found: { category: string; location: { path: string | { file: string } } }[];
  beforeAll(() => {
    const biome = join(root, 'node_modules/@biomejs/biome/bin/biome');
    found = JSON.parse(run([biome, 'lint', '--reporter=json', '--max-diagnostics=none', 'packages'])).diagnostics;
  });
  const at = (file: string) =>
    found.filter(({ location: { path } }) => (typeof path === 'string' ? path : path.file) === file);

  test.each(lintOffences)('%s', (file, _text, rule) => {
    expect(at(file).map(({ category }) => category.split('/').at(-1))).toContain(rule);
  });

  test.each(lintInnocent.filter(([file]) => !file.includes('circle')))('%s does not', (file) => {
    expect(at(file)).toEqual([]);
  });
});
