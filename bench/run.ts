import { spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

// Runs every harness of this folder one after the other (so that they don't disturb each other), or those named:
// `npm run bench -- collecting questions`. Each prints ratios against a baseline of the same run.
const folder = fileURLToPath(new URL('.', import.meta.url));
const named = process.argv.slice(2);
const harnesses = readdirSync(folder)
  .filter((file) => file.endsWith('.ts') && file !== 'run.ts' && !file.endsWith('.shared.ts'))
  .map((file) => file.slice(0, -3))
  .filter((name) => named.length === 0 || named.includes(name));

let hasFailed = false;
for (const name of harnesses) {
  console.log(`\n== ${name}`);
  const flags = ['--conditions=source', '--disable-warning=ExperimentalWarning', '--expose-gc'];
  const { status } = spawnSync(process.execPath, [...flags, `${folder}${name}.ts`], { stdio: 'inherit' });
  if (status !== 0) hasFailed = true;
}
if (harnesses.length === 0) console.error(`no such harness; there are no files for: ${named.join(', ')}`);
process.exitCode = hasFailed || harnesses.length === 0 ? 1 : 0;
