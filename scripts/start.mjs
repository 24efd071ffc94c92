// Builds what is out of date and goes on as the program itself.
import { fileURLToPath } from 'node:url';

await import('./build.mjs');

// npm runs scripts in a shell, and a signal to npm ends that shell without reaching us: its end is our signal.
const parent = process.ppid;
const watch = setInterval(() => {
  if (process.ppid !== parent) process.kill(process.pid, 'SIGTERM');
}, 500).unref();
for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => clearInterval(watch));

const bin = new URL('../packages/server/bin/buildbutler.js', import.meta.url);
process.argv[1] = fileURLToPath(bin);
await import(bin.href);
