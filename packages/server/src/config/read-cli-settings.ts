import { type Environment, readVersion } from './environment.ts';
import { checkNames } from './known-names.ts';
import { readDataDir } from './read-config.ts';
import { SettingFaults } from './setting-faults.ts';
import { createSettingReader } from './setting-reader.ts';

/** What the command line takes from the environment when it asks a server. */
export interface CliSettings {
  readonly version: string;
  readonly dataDir: string;
  /** `BUILDBUTLER_URL`, `BUILDBUTLER_TOKEN`: a server elsewhere. */
  readonly serverUrl: string | null;
  readonly serverToken: string | null;
}

/** The settings of the command line. Throws `bad_request` for unknown `BUILDBUTLER_…` names and unreadable values. */
export function readCliSettings(env: Environment): CliSettings {
  const faults = new SettingFaults();
  checkNames(env, faults);
  const dataDir = readDataDir(env, createSettingReader(env, faults));
  faults.refuse();
  return {
    version: readVersion(),
    dataDir,
    serverUrl: env.BUILDBUTLER_URL?.trim() || null,
    serverToken: env.BUILDBUTLER_TOKEN?.trim() || null,
  };
}
