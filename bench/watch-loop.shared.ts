import { appendFileSync } from 'node:fs';
import { join } from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { threadId } from 'node:worker_threads';

// Loaded before everything else by each thread of a server under test: writes down twice a second how long its event loop
// stood still at most, as lines of `epoch ms, ms`.
const folder = process.env.BENCH_LOOP_DIR;
const everyMs = 500;

if (folder !== undefined) {
  const delays = monitorEventLoopDelay({ resolution: 5 });
  delays.enable();
  const timer = setInterval(() => {
    appendFileSync(join(folder, `${threadId}.txt`), `${Date.now()},${delays.max / 1e6}\n`);
    delays.reset();
  }, everyMs);
  timer.unref();
}
