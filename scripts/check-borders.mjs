// The import borders of the house, checked by dependency-cruiser. Its swc parser does not read JSX, so the web's files
// are held by lint rules instead (biome.json).
import { spawnSync } from 'node:child_process';
import { binOf, root } from './bin-of.mjs';

const folders = process.argv.length > 2 ? process.argv.slice(2) : ['packages/contract/src', 'packages/server', 'bench'];
const { status } = spawnSync(
  process.execPath,
  [binOf('dependency-cruiser', { command: 'depcruise' }), '--config', 'dependency-cruiser.config.mjs', ...folders],
  { cwd: root, stdio: ['ignore', 'inherit', 'inherit'] },
);
process.exit(status ?? 1);
