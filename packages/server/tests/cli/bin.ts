import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

const builtBin = fileURLToPath(new URL('../../bin/buildbutler.js', import.meta.url));

export interface BinOptions {
  readonly dataDir: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly input?: string;
  /** The built one of the repository by default. */
  readonly bin?: string;
}

export interface BinResult {
  readonly exit: number | null;
  readonly out: string;
  readonly err: string;
}

/** The built program as its own process; nothing of this process' settings gets in. */
export function startBin(argv: readonly string[], { bin = builtBin, dataDir, env = {} }: BinOptions): ChildProcess {
  return spawn(process.execPath, [bin, ...argv], {
    env: { PATH: process.env.PATH, HOME: dataDir, TMPDIR: dataDir, BUILDBUTLER_DATA_DIR: dataDir, ...env },
    stdio: 'pipe',
  });
}

/** The lines that make `script` run the program on a terminal of its own. */
export const onTerminal = (argv: readonly string[]) => `"${process.execPath}" "${builtBin}" ${argv.join(' ')}`;

async function readAll(stream: NodeJS.ReadableStream | null): Promise<string> {
  let text = '';
  for await (const chunk of stream ?? []) text += chunk;
  return text;
}

/** Runs one command to its end. */
export async function runBin(argv: readonly string[], options: BinOptions): Promise<BinResult> {
  const child = startBin(argv, options);
  child.stdin?.end(options.input ?? '');
  const [out, err, [exit]] = await Promise.all([readAll(child.stdout), readAll(child.stderr), once(child, 'close')]);
  return { exit, out, err };
}

export interface Running {
  readonly child: ChildProcess;
  /** What it printed about itself. */
  readonly announcement: Record<string, string | null>;
  /** Ends it with a signal and resolves with its exit code. */
  stop(signal: NodeJS.Signals): Promise<number | null>;
}

/** Starts `serve` or `demo` with `--json` and waits until it answers. */
export async function startServer(argv: readonly string[], options: BinOptions): Promise<Running> {
  const child = startBin([...argv, '--json', '--port', '0'], options);
  const err = readAll(child.stderr);
  let out = '';
  child.stdout?.on('data', (chunk) => {
    out += chunk;
  });
  const closed = once(child, 'close');
  const announced = (async () => {
    for await (const _ of child.stdout?.iterator({ destroyOnReturn: false }) ?? [])
      if (out.endsWith('}\n')) return true;
    return false;
  })();
  if (!(await announced)) throw new Error(`${argv[0]} did not start: ${await err}`);
  return {
    child,
    announcement: JSON.parse(out),
    async stop(signal) {
      child.kill(signal);
      const [exit] = await closed;
      return exit;
    },
  };
}
