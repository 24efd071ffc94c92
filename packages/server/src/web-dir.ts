import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The folder of the built web app: inside the published package, or beside the server in the repository. */
export function findWebDir(): string {
  // From src/ in development, from dist/src/ when built.
  const packageDir = fileURLToPath(new URL(import.meta.url.endsWith('.ts') ? '..' : '../..', import.meta.url));
  const published = join(packageDir, 'web');
  return existsSync(published) ? published : join(packageDir, '..', 'web', 'dist');
}
