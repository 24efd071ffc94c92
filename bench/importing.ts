import { type ChildProcess, fork, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { setTimeout } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { parseJson } from '../packages/server/src/jenkins/parse-json.ts';

// The first import of a very large controller at full speed: what memory the process takes at its peak, how long its
// pages stand still meanwhile, and how long the largest answer that is taken holds up the thread that reads it.
// BENCH_IMPORT_JOBS (20,000) with BENCH_IMPORT_BUILDS (100) each; takes some three minutes.
const jobs = Number(process.env.BENCH_IMPORT_JOBS ?? 20_000);
const builds = Number(process.env.BENCH_IMPORT_BUILDS ?? 100);
const mostMegabytes = 300;
const mostBlockMs = 50;

interface Figures {
  readonly kept: number;
  readonly seconds: number;
  readonly cpuSeconds: number;
  readonly peakMegabytes: number;
  readonly longestBlockMs: number;
}

const pathOf = (file: string) => fileURLToPath(new URL(file, import.meta.url));

function start(file: string, args: readonly string[]): ChildProcess {
  const execArgv = ['--conditions=source', '--disable-warning=ExperimentalWarning'];
  return fork(pathOf(file), args, { execArgv });
}

/** The next thing a process says; throws when it ends instead. */
async function messageOf<T>(child: ChildProcess): Promise<T> {
  const ended = new AbortController();
  child.once('exit', () => ended.abort());
  const [message] = await once(child, 'message', { signal: ended.signal });
  return message as T;
}

async function importAll(): Promise<Figures> {
  const controller = start('importing-controller.shared.ts', [String(jobs), String(builds)]);
  try {
    const { url } = await messageOf<{ url: string }>(controller);
    return await messageOf<Figures>(start('importing-server.shared.ts', [url]));
  } finally {
    controller.disconnect();
  }
}

/** A build as Jenkins tells it. */
function told(number: number) {
  const sha = number.toString(16).padStart(40, '0');
  return {
    _class: 'org.jenkinsci.plugins.workflow.job.WorkflowRun',
    actions: [
      { _class: 'hudson.model.CauseAction', causes: [{ shortDescription: 'Started by an SCM change' }] },
      {},
      { _class: 'hudson.plugins.git.util.BuildData', lastBuiltRevision: { SHA1: sha, branch: [{ name: 'main' }] } },
      { _class: 'jenkins.metrics.impl.TimeInQueueAction', queuingTimeMillis: 33 },
    ],
    ...{ building: false, displayName: `#${number}`, duration: 234_233, inProgress: false, keepLog: false },
    ...{ number, queueId: number, result: 'SUCCESS', timestamp: 1_700_000_000_000 + number },
  };
}

/** How long the largest answer that is taken (8 MiB) keeps the event loop from anything else: the least of some rounds, since others use the machine too. */
async function longestParse(): Promise<{ readonly megabytes: number; readonly blockMs: number }> {
  let text = JSON.stringify({ builds: Array.from({ length: 14_000 }, (_, index) => told(index + 1)) });
  text = `${text.slice(0, text.lastIndexOf('},{"_class":"org', 8 * 1_024 * 1_024))}}]}`;
  const blocks: number[] = [];
  for (let round = 0; round < 9; round += 1) {
    const delays = monitorEventLoopDelay({ resolution: 1 });
    delays.enable();
    await setTimeout(20);
    await parseJson(text);
    await setTimeout(20);
    delays.disable();
    blocks.push(delays.max / 1e6);
  }
  return { megabytes: text.length / 1e6, blockMs: Math.min(...blocks) };
}

spawnSync(process.execPath, [pathOf('../scripts/build.mjs')], { stdio: 'inherit' });
const parsing = await longestParse();
const { kept, seconds, cpuSeconds, peakMegabytes, longestBlockMs } = await importAll();
const row = (label: string, value: string, bound = '') =>
  console.log(`${label.padEnd(56)}${value.padStart(12)}  ${bound}`);
console.log(`first import of ${jobs} jobs with ${builds} builds each, the controller in another process`);
row('builds kept', String(kept), `of ${jobs * builds}`);
row('builds a second', (kept / seconds).toFixed(0), `${(kept / cpuSeconds).toFixed(0)} a second of processor`);
row('peak memory of the process, MB', peakMegabytes.toFixed(0), `at most ${mostMegabytes}`);
row('longest block of the thread that serves pages, ms', longestBlockMs.toFixed(0));
row(
  `longest block by parsing ${parsing.megabytes.toFixed(1)} MB in the collector's thread, ms`,
  parsing.blockMs.toFixed(0),
  `at most ${mostBlockMs}`,
);
if (kept !== jobs * builds || peakMegabytes > mostMegabytes || parsing.blockMs > mostBlockMs) process.exitCode = 1;
