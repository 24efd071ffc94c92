import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const main = fileURLToPath(new URL('../packages/server/src/main.ts', import.meta.url));
const watchLoop = new URL('./watch-loop.shared.ts', import.meta.url).href;
const flags = ['--conditions=source', '--disable-warning=ExperimentalWarning'];

export interface ServedOptions {
  readonly dataDir: string;
  readonly databaseUrl: string | null;
  /** A place for the key that several processes share. */
  readonly keyFile?: string;
  /** `5s` when absent. */
  readonly syncInterval?: string;
  /** Where its threads write down how long they stood still. */
  readonly loopDir?: string;
}

/** A `buildbutler serve` of its own on a free port. */
export class ServedProcess {
  readonly #options: ServedOptions;
  readonly #child: ChildProcess;
  readonly #closed: Promise<unknown>;
  #out = '';
  #err = '';

  constructor(options: ServedOptions) {
    this.#options = options;
    this.#child = this.#start(['serve', '--port', '0', '--json']);
    this.#closed = once(this.#child, 'close');
    this.#child.stdout?.on('data', (chunk) => {
      this.#out += chunk;
    });
    this.#child.stderr?.on('data', (chunk) => {
      this.#err = `${this.#err}${chunk}`.slice(-200_000);
    });
  }

  get pid(): number {
    return this.#child.pid ?? 0;
  }

  #start(args: readonly string[]): ChildProcess {
    const { databaseUrl, dataDir, keyFile, loopDir, syncInterval = '5s' } = this.#options;
    const watching = loopDir === undefined ? [] : ['--import', watchLoop];
    return spawn(process.execPath, [...flags, ...watching, main, ...args], {
      env: {
        ...{
          PATH: process.env.PATH,
          HOME: dataDir,
          BUILDBUTLER_DATA_DIR: dataDir,
          BUILDBUTLER_SYNC_INTERVAL: syncInterval,
        },
        ...(loopDir === undefined ? {} : { BENCH_LOOP_DIR: loopDir }),
        ...(databaseUrl === null ? {} : { BUILDBUTLER_DATABASE_URL: databaseUrl }),
        ...(keyFile === undefined ? {} : { BUILDBUTLER_SECRET_KEY_FILE: keyFile }),
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
  }

  /** Its address, and a token of this machine, once it listens. Throws with its log when it ends before. */
  async ready(): Promise<{ readonly address: string; readonly token: string }> {
    while (!this.#out.trimEnd().endsWith('}')) {
      if (this.#child.exitCode !== null) throw new Error(`the server ended: ${this.#err.slice(-4_000)}`);
      await Promise.race([once(this.#child.stdout ?? this.#child, 'data'), this.#closed]);
    }
    const { address } = JSON.parse(this.#out) as { address: string };
    const file = await readFile(join(this.#options.dataDir, 'server.json'), 'utf8');
    return { address, token: (JSON.parse(file) as { token: string }).token };
  }

  /** Lines of its log that tell of a defect. */
  defects(): string[] {
    return this.#err.split('\n').filter((line) => /"level":"error"|defect/.test(line));
  }

  /** `doctor --recount` beside it: what failed. */
  async recount(): Promise<string[]> {
    const doctor = this.#start(['doctor', '--recount', '--json']);
    let out = '';
    doctor.stdout?.on('data', (chunk) => {
      out += chunk;
    });
    await once(doctor, 'close');
    const findings = JSON.parse(out) as { name: string; state: string; message: string }[];
    if (!findings.some(({ name }) => name === 'recount')) return ['doctor did not recount'];
    return findings.filter(({ state }) => state === 'failed').map(({ message, name }) => `${name}: ${message}`);
  }

  /** SIGKILL. */
  async kill(): Promise<void> {
    this.#child.kill('SIGKILL');
    await this.#closed;
  }
}
