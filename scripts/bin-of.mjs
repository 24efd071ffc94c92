import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The root of the workspace. */
export const root = dirname(dirname(fileURLToPath(import.meta.url)));

/** The file that a package's command starts, so that it runs on this Node and without a shell. `workspace` = who depends on it. */
export function binOf(packageName, { command = packageName, workspace = '.' } = {}) {
  const require = createRequire(join(root, workspace, 'package.json'));
  const manifestPath = findManifest(require, packageName);
  const { bin } = require(manifestPath);
  return join(dirname(manifestPath), typeof bin === 'string' ? bin : bin[command]);
}

/** A package's `exports` may hide its package.json, so it is looked for on the way up. */
function findManifest(require, packageName) {
  for (const folder of require.resolve.paths(packageName) ?? []) {
    const path = join(folder, packageName, 'package.json');
    try {
      require(path);
      return path;
    } catch {
      // not in this node_modules
    }
  }
  throw new Error(`${packageName} is not installed. Run npm ci.`);
}
