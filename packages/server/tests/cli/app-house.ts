import type { House } from '../../src/cli/house.ts';
import { runCli } from '../../src/cli/program.ts';
import type { CliSettings } from '../../src/config/read-cli-settings.ts';
import type { TestApp } from '../../testkit/start-test-app.ts';
import { absentHouse } from './absent-house.ts';
import { type MemoryIo, type MemoryIoOptions, memoryIo } from './memory-io.ts';

/** The machine of a running app. */
export function houseOf(app: TestApp, settings: Partial<CliSettings> = {}): House {
  const { dataDir, version } = app.config;
  return {
    ...absentHouse,
    settings: () => ({ version, dataDir, serverUrl: null, serverToken: null, ...settings }),
    findServer: async () => ({ baseUrl: app.url, token: app.app.localToken, close: async () => undefined }),
  };
}

export interface CliResult {
  readonly exit: number;
  readonly out: string;
  readonly err: string;
  readonly io: MemoryIo;
}

/** Runs one command in this process. */
export async function run(house: House, argv: readonly string[], options: MemoryIoOptions = {}): Promise<CliResult> {
  const io = memoryIo(options);
  const exit = await runCli(argv, { io, house });
  return { exit, out: io.out.text(), err: io.err.text(), io };
}
