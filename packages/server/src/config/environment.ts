import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { AppError } from '../core/app-error.ts';

export type Environment = Readonly<Record<string, string | undefined>>;

/** The environment of this process: the only place that touches it. */
export function processEnvironment(): Environment {
  return process.env;
}

/** The version in BuildButler's own package.json. */
export function readVersion(): string {
  // The compiled file lies one folder deeper than the source.
  for (let folder = dirname(fileURLToPath(import.meta.url)); folder !== dirname(folder); folder = dirname(folder)) {
    try {
      const { name, version } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as Record<
        string,
        unknown
      >;
      if (name === 'buildbutler' && typeof version === 'string') return version;
    } catch {
      // Not in this folder.
    }
  }
  throw new AppError('internal_error', "BuildButler's own package.json is missing. Install BuildButler again.");
}
