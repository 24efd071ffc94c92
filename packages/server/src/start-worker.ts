import { Worker } from 'node:worker_threads';

/** Starts a thread from a file beside this one, under the ending that this one has: `.ts` in development, `.js` when built. */
export function startWorker(name: string, workerData: unknown): Worker {
  const ending = import.meta.url.endsWith('.ts') ? 'ts' : 'js';
  return new Worker(new URL(`./${name}.${ending}`, import.meta.url), { workerData, name });
}
