// Everything that must hold, one after the other: types, lint, borders, build, tests. The last line counts the tests.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { binOf, root } from './bin-of.mjs';

function run(name, args) {
  const startedAt = Date.now();
  const { error, signal, status } = spawnSync(process.execPath, args, {
    cwd: root,
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  const seconds = ((Date.now() - startedAt) / 1000).toFixed(1);
  if (status === 0) console.log(`ok: ${name} (${seconds} s)`);
  else console.error(`failed: ${name} (${error?.message ?? signal ?? `exit code ${status}`})`);
  return status === 0;
}

/** A run that breaks before the tests are counted must not end with a line that counts them. */
function mustRun(name, args) {
  if (!run(name, args)) process.exit(1);
}

/** A file that could not be loaded has no failed test in it, but it did fail. */
function count(report) {
  const brokenFiles = report.testResults.filter(
    ({ status, assertionResults }) => status === 'failed' && !assertionResults.some((test) => test.status === 'failed'),
  );
  return {
    passed: report.numPassedTests,
    failed: report.numFailedTests + brokenFiles.length,
    skipped: report.numPendingTests + report.numTodoTests,
  };
}

mustRun('types', [binOf('typescript', { command: 'tsc' }), '-b']);
mustRun('lint', [binOf('@biomejs/biome', { command: 'biome' }), 'check', '--error-on-warnings', '.']);
mustRun('borders', ['scripts/check-borders.mjs']);
mustRun('build', ['scripts/build.mjs']);

const folder = mkdtempSync(join(tmpdir(), 'buildbutler-tests-'));
const reportFile = join(folder, 'report.json');
let counts;
let isGreen;
try {
  isGreen = run('tests', [
    binOf('vitest'),
    'run',
    ...process.argv.slice(2),
    '--reporter=default',
    '--reporter=json',
    `--outputFile.json=${reportFile}`,
  ]);
  counts = count(JSON.parse(readFileSync(reportFile, 'utf8')));
} catch (error) {
  console.error(`failed: the tests left no report (${error.message})`);
  process.exit(1);
} finally {
  rmSync(folder, { recursive: true, force: true });
}

// Errors outside of any test (an unhandled rejection, say) fail the run without failing a test.
if (!isGreen && counts.failed === 0) counts.failed = 1;
const { passed, failed, skipped } = counts;
console.log(`${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`);
process.exit(failed === 0 && isGreen ? 0 : 1);
